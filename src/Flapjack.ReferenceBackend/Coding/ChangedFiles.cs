using System.Globalization;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What differs between the working copy and the commit that the session began with, whether it is committed or not.</summary>
internal static class ChangedFiles
{
    /// <summary>Names the commit to <see cref="Command"/>.</summary>
    public const string CommitVariable = "FLAPJACK_STARTING_COMMIT";

    /// <summary>The commit of git without any file.</summary>
    public const string NoCommit = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    /// <summary>
    /// Prints the lines that were added to and deleted from each file, then the new files that git does not know yet. Between the two stands an empty entry. A
    /// configuration that the coder has left in the working copy may start a program here, such as a filter: it runs on the session's computer, is given no secret, and
    /// is ended with everything else there.
    /// </summary>
    public const string Command =
        "export GIT_OPTIONAL_LOCKS=0\n"
        + "git -c core.fsmonitor=false diff --numstat -z --no-renames --no-ext-diff --no-textconv \"$" + CommitVariable + "\" -- && printf '\\0' && "
        + "git -c core.fsmonitor=false ls-files --others --exclude-standard -z";

    private const int MostShown = 200;

    /// <summary>The files, each as the timeline shows it, and how many further files changed.</summary>
    /// <param name="printed">What the command printed.</param>
    /// <param name="isWhole">Whether that is all.</param>
    /// <returns>The files; the second value is null if nobody knows how many are left out.</returns>
    public static (JsonArray Files, int? LeftOut) Read(string printed, bool isWhole)
    {
        var entries = printed.Split('\0');
        // Behind the last NUL stands nothing, or an entry that was cut.
        var files = entries[..^1].Where(entry => entry.Length > 0).Select(ReadOne).ToList();
        return ([.. files.Take(MostShown)], isWhole ? Math.Max(0, files.Count - MostShown) : null);
    }

    private static JsonNode ReadOne(string entry) => entry.Split('\t', 3) is [var added, var deleted, var path] && IsCount(added) && IsCount(deleted)
        ? new JsonObject { ["path"] = path, ["lines_added"] = CountOf(added), ["lines_deleted"] = CountOf(deleted) }
        : new JsonObject { ["path"] = entry, ["lines_added"] = null, ["lines_deleted"] = null };

    private static bool IsCount(string text) => text == "-" || text.All(char.IsAsciiDigit);

    // A binary file has no lines.
    private static JsonNode? CountOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
