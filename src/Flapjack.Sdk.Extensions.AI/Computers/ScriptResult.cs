namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>What a script told: words, and what followed each of them.</summary>
internal sealed class ScriptResult
{
    private const int MaxMessage = 500;

    private readonly Dictionary<string, (string Line, string Body)> _said = new(StringComparer.Ordinal);
    private readonly string _stderr;

    private ScriptResult(string stderr) => _stderr = stderr;

    /// <summary>Why the script ended early; null if it did not.</summary>
    public string? Failure => Has("fail") ? Rest("fail") : null;

    /// <summary>The end of what the programs complained of.</summary>
    public string Complaint => LastLines(_stderr);

    public static ScriptResult Read(string stdout, string mark, string stderr)
    {
        var result = new ScriptResult(stderr);
        foreach (var part in stdout.Split($"\n{mark} ")[1..])
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            // A line without its end was cut.
            if (end >= 0)
            {
                var (line, body) = (part[..end], part[(end + 1)..]);
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                result._said[space < 0 ? line : line[..space]] = (space < 0 ? "" : line[(space + 1)..].Trim(), body);
            }
        }

        return result;
    }

    public static string LastLines(string stderr)
    {
        var text = ShellText.Whole(stderr.Trim());
        return text.Length <= MaxMessage ? text : $"…{text[^MaxMessage..]}";
    }

    public bool Has(string word) => _said.ContainsKey(word);

    public string Rest(string word) => _said.GetValueOrDefault(word).Line ?? "";

    /// <exception cref="ToolRefusal">There is no number behind the word.</exception>
    public long Number(string word) => long.TryParse(Rest(word), out var number) ? number : throw new ToolRefusal($"The computer could not do it. {Complaint}");

    /// <summary>What followed the word, which the script wrote with base64.</summary>
    /// <exception cref="ToolRefusal">A program of the pipeline failed, or the data is broken.</exception>
    public byte[] Data(string word)
    {
        // 141 is the end of a program whose reader had enough.
        var failed = Rest("status").Split(' ').Any(status => status is not ("0" or "141"));
        try
        {
            return failed ? throw new ToolRefusal($"The computer could not read it. {Complaint}") : Convert.FromBase64String(_said.GetValueOrDefault(word).Body ?? "");
        }
        catch (FormatException)
        {
            throw new ToolRefusal($"The computer sent something else than base64. {Complaint}");
        }
    }
}
