using System.Reflection;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>The page that says what can be seen names exactly what the backend tells.</summary>
public sealed partial class TelemetryNamesTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathTo("docs", "diagnostics-backend.md"));

    [Fact]
    public void Every_name_is_on_the_page()
    {
        var names = new[] { typeof(SpanNames), typeof(GenAiNames) }.SelectMany(ConstantsOf).Concat(OfEngine("flapjack").Where(name => !name.Contains(".process", StringComparison.Ordinal)));

        names.Where(name => !Page.Contains($"`{name}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void The_page_has_no_name_that_nobody_tells()
    {
        string[] known =
        [
            .. new[] { typeof(SpanNames), typeof(GenAiNames) }.SelectMany(ConstantsOf), .. OfEngine("flapjack"), .. OfEngine("agentcomputer"), "agentcomputer.computer.id", "gen_ai.", "http.", "server.", "error.",
        ];

        Name().Matches(Page).Select(match => match.Groups[1].Value).Where(name => !known.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void The_names_of_the_source_and_the_meter_are_those_of_the_package()
    {
        FlapjackBackendDiagnostics.SourceName.Should().Be("Flapjack.ReferenceBackend");
        FlapjackBackendDiagnostics.MeterName.Should().Be("Flapjack.ReferenceBackend");
    }

    private static IEnumerable<string> OfEngine(string word) =>
        ConstantsOf(typeof(EngineNames)).Select(name => name is EngineNames.ErrorType or EngineNames.ProcessPid ? name : $"{word}.{name}");

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"`((?:flapjack|agentcomputer|gen_ai|http|server|error|process)\.[a-z_.]*)`")]
    private static partial Regex Name();
}
