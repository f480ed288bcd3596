from rest_framework import serializers

from labeling.propagation.models import Propagation


class NewPropagationSerializer(serializers.Serializer):
    masklets = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False)
    direction = serializers.ChoiceField(choices=Propagation.Direction.choices)
    start = serializers.IntegerField(min_value=0)
    stop = serializers.IntegerField(min_value=1, help_text="the first frame left out")
    anchor = serializers.IntegerField(
        min_value=0, required=False, allow_null=True, help_text="by default the earliest prompted frame of the range"
    )


class PropagationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    video = serializers.IntegerField()
    masklets = serializers.ListField(child=serializers.IntegerField())
    direction = serializers.ChoiceField(choices=Propagation.Direction.choices)
    start = serializers.IntegerField()
    stop = serializers.IntegerField()
    anchor = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Propagation.Status.choices)
    frames_done = serializers.IntegerField()
    frames_total = serializers.IntegerField()
    stopped_at = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="frames at which another scene begins and objects were followed no further",
    )
    problem = serializers.CharField(allow_blank=True)
    cancel_requested = serializers.BooleanField()
    created_by = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    queue_position = serializers.IntegerField(
        allow_null=True, help_text="how many wait before it; null once it no longer waits"
    )
    eta_s = serializers.FloatField(
        allow_null=True, help_text="seconds until it is done, by the latest pace; null when over or not known yet"
    )
