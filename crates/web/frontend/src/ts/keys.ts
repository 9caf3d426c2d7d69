// "/" moves to the search field, as long as nobody is typing.

export function listenForKeys(document: Document): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = (event.target as Element | null)?.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector<HTMLInputElement>(".top-search input");
    if (typing || !search) return;
    event.preventDefault();
    search.focus();
  });
}
