namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>
/// Puts text that others have written into what a model is told. Every line of it is marked, so the text can neither end its quotation nor look like a
/// part of what the backend says.
/// </summary>
internal static class QuotedText
{
    private const string Mark = "> ";

    /// <summary>The text as a quotation of one or more lines.</summary>
    public static string Of(string text) => Mark + text.ReplaceLineEndings("\n" + Mark);

    /// <summary>The text on one line.</summary>
    public static string OnOneLine(string text) => text.ReplaceLineEndings(" ");
}
