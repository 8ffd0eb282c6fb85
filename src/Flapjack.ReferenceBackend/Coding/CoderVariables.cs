using System.Globalization;
using System.Text;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>How the coder is told its task: by variables of its environment and by files, and never in the text of its command.</summary>
internal static class CoderVariables
{
    // The system takes no longer variable than 128 KiB. The whole text is in the files.
    private const int MostOfVariable = 64 * 1024;

    public const string StartingRef = "FLAPJACK_STARTING_REF";

    /// <summary>The variables that have a place in the environment. A text that is too long for it, or holds a NUL character, is only in the files.</summary>
    public static IReadOnlyDictionary<string, string> Of(CodingTask task)
    {
        var session = task.Session;
        (string Name, string? Value)[] all =
        [
            ("FLAPJACK_SESSION_ID", task.SessionId),
            ("FLAPJACK_PROMPT", task.Prompt),
            ("FLAPJACK_PROMPT_NUMBER", task.Number.ToString(CultureInfo.InvariantCulture)),
            ("FLAPJACK_PREAMBLE", session.Preamble),
            ("FLAPJACK_MODEL", session.ModelId),
            ("FLAPJACK_MODEL_PARAMS", session.ModelParams?.GetRawText()),
            ("FLAPJACK_REPO_URL", session.RepoUrl),
            (StartingRef, session.StartingRef),
        ];
        return all.Where(variable => variable.Value is { } value && Fits(value)).ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal);
    }

    /// <summary>The files, by the variable that names each.</summary>
    public static IReadOnlyDictionary<string, (string Name, byte[] Content)> FilesOf(CodingTask task) => new Dictionary<string, (string, byte[])>
    {
        ["FLAPJACK_PROMPT_FILE"] = ("prompt", Encoding.UTF8.GetBytes(task.Prompt)),
        ["FLAPJACK_PREAMBLE_FILE"] = ("preamble", Encoding.UTF8.GetBytes(task.Session.Preamble ?? "")),
    };

    private static bool Fits(string value) => Encoding.UTF8.GetByteCount(value) <= MostOfVariable && !value.Contains('\0', StringComparison.Ordinal);
}
