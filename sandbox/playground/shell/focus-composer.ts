/** Puts the cursor at the end of the first person's text field, once it is there. */
export function focusComposer(): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLTextAreaElement>('[data-seat="0"] .pane .composer textarea');
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, 60);
}
