export function Loading({ what }: { what: string }) {
  return (
    <div className="ui-loading" role="status">
      <span className="ui-spinner" aria-hidden="true" />
      Loading {what}…
    </div>
  );
}
