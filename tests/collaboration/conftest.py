import pytest

# So that a failing assertion in them says what was compared.
pytest.register_assert_rewrite(
    "tests.collaboration.labelling",
    *(f"tests.collaboration.{name}_rules" for name in ("machine", "frame", "structure")),
)
