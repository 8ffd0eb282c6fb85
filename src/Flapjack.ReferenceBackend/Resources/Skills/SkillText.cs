using System.Text.Json;
using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// What stands in a <c>SKILL.md</c>: a front matter between two lines <c>---</c>, of which the name and the description are read, and the text behind it. A file
/// without a front matter, or whose front matter does not end, is text alone.
/// </summary>
/// <param name="Name">The name that the front matter says; null for none.</param>
/// <param name="Description">The description that the front matter says; null for none.</param>
/// <param name="Body">The text behind the front matter.</param>
internal sealed partial record SkillText(string? Name, string? Description, string Body)
{
    private const int MaxName = 200;
    private const int MaxDescription = 2_000;

    // Where a front matter of some fields has ended long ago.
    private const int MaxLines = 500;

    public static SkillText Read(string content)
    {
        var lines = content.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, Math.Min(lines.Length - 1, MaxLines), line => line.TrimEnd() is "---" or "...") : -1;
        var fields = end < 0 ? [] : lines[1..end];
        return new(
            OnOneLine(FieldOf(fields, "name"), MaxName),
            OnOneLine(FieldOf(fields, "description"), MaxDescription),
            string.Join('\n', lines[(end + 1)..]).Trim());
    }

    /// <summary>A text without line breaks and control characters, cut if it is too long; null if nothing is left.</summary>
    public static string? OnOneLine(string? text, int maxLength)
    {
        var line = Gaps().Replace(text ?? "", " ").Trim();
        var cut = line.Length <= maxLength ? line : line[..(char.IsHighSurrogate(line[maxLength - 1]) ? maxLength - 1 : maxLength)];
        return cut.Length == 0 ? null : cut;
    }

    // Of YAML only what a name and a description are written in: a plain or quoted text, which may go on in lines that are indented.
    private static string? FieldOf(string[] lines, string name)
    {
        var at = Array.FindIndex(lines, line => line.StartsWith(name + ":", StringComparison.Ordinal));
        if (at < 0)
        {
            return null;
        }

        var first = lines[at][(name.Length + 1)..].Trim();
        var further = string.Join('\n', lines[(at + 1)..].TakeWhile(line => line.Length == 0 || char.IsWhiteSpace(line[0])));
        if (BlockSign().IsMatch(first))
        {
            return further;
        }

        var text = $"{first}\n{further}".Trim();
        return text.Length == 0 ? null : text[0] switch
        {
            '"' => Quoted(text),
            '\'' when text.Length > 1 && text[^1] == '\'' => text[1..^1].Replace("''", "'", StringComparison.Ordinal),
            // A list, an object, an anchor, an alias, a tag and nothing are no texts.
            '[' or '{' or '&' or '*' or '!' or '~' => null,
            _ => Comment().Replace(text, ""),
        };
    }

    private static string? Quoted(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(text.Replace("\n", " ", StringComparison.Ordinal));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Format characters such as a change of the direction of writing would let a name look like another name.
    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"\A[|>][0-9+-]*\z")]
    private static partial Regex BlockSign();

    [GeneratedRegex(@"\s#.*")]
    private static partial Regex Comment();
}
