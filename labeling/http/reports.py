"""What an exception report tells of a failed request."""

from typing import Any

from django.views.debug import SafeExceptionReporterFilter


class WithoutVariables(SafeExceptionReporterFilter):
    """Where it failed, never with which values: passwords and tokens pass through many functions."""

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        del request, tb_frame
        return []

    def get_post_parameters(self, request: Any) -> dict[str, str]:
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_safe_cookies(self, request: Any) -> dict[str, str]:
        return {} if not hasattr(request, "COOKIES") else dict.fromkeys(request.COOKIES, self.cleansed_substitute)
