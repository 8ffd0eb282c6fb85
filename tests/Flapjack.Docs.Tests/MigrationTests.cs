using System.Text.RegularExpressions;
using Flapjack.Sdk;

namespace Flapjack.Docs.Tests;

/// <summary>The table for those who know the TypeScript SDK has every method, under a name that follows from the other.</summary>
public sealed partial class MigrationTests
{
    // The names of methods of the TypeScript client that the service's documents use. Those that they call older names are left out.
    private static readonly string[] Documented =
    [
        "listAgents", "createAgent", "getAgent", "updateAgent", "deleteAgent", "createAgentFromTemplate", "streamBootstrap", "getComputerStatus", "execComputer",
        "createThread", "sendMessage", "submitToolResults", "stopThread", "switchProfile", "uploadDocument", "listDocuments", "deleteDocument", "createRunner",
        "updateRunner", "addRunnerStep", "addRunnerTrigger", "triggerRun", "getRunnerAnalytics", "attachRunnerMcp", "attachRunnerIntegration", "createProject",
        "getProjectMembers", "getCompactionConfig", "getCredentialConfig", "updateCredentialConfig", "installSkill",
    ];

    private static string Page => File.ReadAllText(Repository.PathTo("docs", "migration.md"));

    [Fact]
    public void Every_documented_method_has_its_row() =>
        Rows("## The methods that").Select(row => row.TypeScript).Should().BeEquivalentTo(Documented);

    [Fact]
    public void A_method_is_called_as_in_TypeScript_and_says_that_it_is_asynchronous() =>
        Rows("## The methods that").Concat(Rows("## All other")).Should()
            .OnlyContain(row => string.Equals(row.TypeScript + "Async", row.DotNet, StringComparison.OrdinalIgnoreCase) && char.IsLower(row.TypeScript[0]));

    [Fact]
    public void Every_method_of_the_client_stands_in_the_page_once()
    {
        var methods = typeof(FlapjackClient).GetMethods().Where(method => method.DeclaringType == typeof(FlapjackClient) && method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(method => method.Name).Where(name => name != nameof(IAsyncDisposable.DisposeAsync)).Distinct();

        Rows("## The methods that").Concat(Rows("## All other")).Select(row => row.DotNet).Concat(Ours()).Should().BeEquivalentTo(methods);
    }

    private static IEnumerable<(string TypeScript, string DotNet)> Rows(string section) =>
        Pair().Matches(Section(section)).Select(row => (row.Groups[1].Value, row.Groups[2].Value));

    private static IEnumerable<string> Ours() => Single().Matches(Section("## What only")).Select(row => row.Groups[1].Value);

    private static string Section(string title)
    {
        var rest = Page[Page.IndexOf(title, StringComparison.Ordinal)..];
        return rest.IndexOf("\n## ", StringComparison.Ordinal) is > 0 and var end ? rest[..end] : rest;
    }

    [GeneratedRegex(@"^\| `([a-z]\w+)` \| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Pair();

    [GeneratedRegex(@"^\| `(\w+Async)` \|", RegexOptions.Multiline)]
    private static partial Regex Single();
}
