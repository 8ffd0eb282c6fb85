using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>
/// A JSONPath. A definite path, such as <c>$.steps.Check.output</c>, finds one thing or nothing; a path with a wildcard, a filter, a slice, several names
/// or <c>..</c> finds a list. Nothing in a path is executed.
/// </summary>
internal sealed class JsonPath
{
    /// <summary>How many things a path may find.</summary>
    public const int MostResults = 10_000;

    // Both limits are ours.
    private const int MaxLength = 1_000;

    private readonly string _text;

    private JsonPath(string text, bool isList) => (_text, IsList) = (text, isList);

    /// <summary>Whether the path finds a list.</summary>
    public bool IsList { get; }

    /// <summary>Whether a text is meant as a path.</summary>
    public static bool IsMeant(string text) => text.StartsWith('$');

    /// <exception cref="FormatException">The text is no path. The message is the end of a sentence that begins with the path.</exception>
    public static JsonPath Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            throw new FormatException($"must have 1 to {MaxLength} characters");
        }

        var scan = new PathScan(text);
        if (scan.Problem() is { } problem)
        {
            throw new FormatException(problem);
        }

        try
        {
            // The library reads the path here, and looks at the document later.
            _ = new JObject().SelectTokens(text);
        }
        catch (Exception e) when (IsOfLibrary(e))
        {
            throw new FormatException("is no JSONPath", e);
        }

        return new(text, scan.IsList);
    }

    /// <summary>What a definite path finds; null for nothing.</summary>
    /// <exception cref="MappingException">The path compares what can't be compared.</exception>
    public JsonElement? FindOne(PathDocument document) => FindAll(document) is [var found, ..] ? found : null;

    /// <summary>What the path finds, in the order of the document.</summary>
    /// <exception cref="MappingException">The path finds too much, or compares what can't be compared.</exception>
    public IReadOnlyList<JsonElement> FindAll(PathDocument document)
    {
        try
        {
            var found = document.Tokens.SelectTokens(_text).Take(MostResults + 1).Select(PathDocument.Of).ToArray();
            return found.Length <= MostResults
                ? found
                : throw new MappingException(MappingException.TooLarge, $"The path {_text} finds more than {MostResults} things. Narrow it.");
        }
        catch (Exception e) when (IsOfLibrary(e))
        {
            throw new MappingException(MappingException.NotComparable, $"The path {_text} compares values that can't be compared, for example a text with a number.");
        }
    }

    public override string ToString() => _text;

    // The library documents no exceptions. It was seen to throw these for paths that end too early, numbers that are too long, and values of different types.
    private static bool IsOfLibrary(Exception e) => e is Newtonsoft.Json.JsonException or FormatException or OverflowException or ArgumentException
        or IndexOutOfRangeException or InvalidOperationException or InvalidCastException or NullReferenceException;
}
