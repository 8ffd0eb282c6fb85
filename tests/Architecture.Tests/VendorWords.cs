using System.Text.RegularExpressions;
using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>The words of vendors, which no source holds that serves several vendors.</summary>
internal static partial class VendorWords
{
    /// <summary>The lines with such a word, in code, in comments and in the paths.</summary>
    public static IEnumerable<string> In(IReadOnlyList<string> files) => files.SelectMany(path => File.ReadLines(path).Prepend(SourceFiles.Shown(path))
        .Where(line => Word().IsMatch(line))
        .Select(line => $"{SourceFiles.Shown(path)}: {line.Trim()}"));

    [GeneratedRegex("flapjack|maats|sandbox|agent ?computer|/api/agents", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
