const tabs = [
  ['home', 'Home'],
  ['app', 'Messages'],
] as const;

/** Home and Messages of the app, as links between two places. */
export const AppTabs = ({ place, onPlace }: { readonly place: string; readonly onPlace: (place: string) => void }) => (
  <nav className="tabs" aria-label="LiteMail">
    {tabs.map(([id, label]) => (
      <button
        key={id}
        type="button"
        className="tab"
        aria-current={place === id ? 'page' : undefined}
        onClick={() => onPlace(id)}
      >
        {label}
      </button>
    ))}
  </nav>
);
