namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>Lets literal JSON be written so that it can be read.</summary>
internal static class LiteralText
{
    /// <summary>The text without its line ends and the blanks that begin its lines.</summary>
    public static string OnOneLine(this string text) => string.Concat(text.Split('\n').Select(line => line.TrimStart(' ')));
}
