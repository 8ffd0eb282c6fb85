namespace Architecture.Tests;

/// <summary>
/// The faults that are still there, each a line of <c>allowed.txt</c>. The list may only shrink: a fault that is not on it fails the test, and so
/// does a line whose fault is gone.
/// </summary>
internal static class Allowance
{
    private static readonly string[] Allowed = File.ReadAllLines(Repository.PathTo("tests", "Architecture.Tests", "allowed.txt"));

    public static void Covers(string kind, IEnumerable<string> faults)
    {
        var prefix = kind + ": ";
        var allowed = Allowed.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..]).ToList();
        var found = faults.Distinct().ToList();

        Lines(kind, found.Except(allowed)).Should().BeEmpty("docs/architecture.md forbids it; mend it");
        Lines(kind, allowed.Except(found)).Should().BeEmpty("these faults are gone; take their lines out of allowed.txt");
    }

    private static string Lines(string kind, IEnumerable<string> faults) => string.Join('\n', faults.Order(StringComparer.Ordinal).Select(fault => $"{kind}: {fault}"));
}
