namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>The text of a page of a PDF.</summary>
/// <param name="Text">The text, in the order in which the page draws it.</param>
internal sealed record PdfPageText(string Text);
