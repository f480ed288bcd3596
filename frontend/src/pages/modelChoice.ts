import type { TrackingModel } from "@/protocol/types";
import { formatBytes } from "@/uploads/format";

/** The model a new project gets; empty leaves the choice to the server. */
export function defaultModelName(models: readonly TrackingModel[]): string {
  return models.find((model) => model.is_default)?.name ?? "";
}

/** What a person should know before choosing the model; how to get it where it is missing. */
export function describeModel(model: TrackingModel): string {
  if (!model.available) {
    const size = model.size_bytes > 0 ? ` (${formatBytes(model.size_bytes)})` : "";
    return `Not on this server yet. Whoever runs it can fetch it${size}: ./maskloop manage fetch_model ${model.name}`;
  }
  return model.needs_gpu ? "Needs a GPU to be quick enough for clicks." : "Runs on a CPU as well.";
}

export function modelOptions(models: readonly TrackingModel[]) {
  return models.map((model) => ({
    value: model.name,
    title: model.available ? model.title : `${model.title} (not fetched)`,
    disabled: !model.available,
  }));
}
