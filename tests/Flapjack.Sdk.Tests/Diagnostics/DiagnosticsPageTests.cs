using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Shared.Wire.Diagnostics;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>docs/diagnostics.md lists what the code has, row by row.</summary>
public sealed class DiagnosticsPageTests
{
    private static readonly string[] OfEvents = ["flapjack.reason", "flapjack.delay"];
    private static readonly string[] OfMetrics = ["flapjack.operation", "gen_ai.token.type"];

    [Fact]
    public void The_attributes_are_those_of_the_code()
    {
        var names = new TelemetryNames(FlapjackDiagnostics.Prefix);
        string[] ofCode =
        [
            .. TextsOf(typeof(TelemetryNames)), .. TextsOf(typeof(ExecTelemetry)), .. TextsOf(typeof(ChatTelemetry)),
            .. typeof(TelemetryNames).GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => (string)property.GetValue(names)!),
        ];

        Rows("### Attributes").Select(row => row[0]).Except(["flapjack.<thing>.id"])
            .Should().BeEquivalentTo(ofCode.Except(OfEvents).Except(OfMetrics));
    }

    [Fact]
    public void The_instruments_are_those_of_the_meter_with_their_kinds_and_units()
    {
        var found = new Dictionary<string, string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == FlapjackDiagnostics.MeterName)
                {
                    found[instrument.Name] = $"{KindOf(instrument)}{(instrument.Unit is "s" or "By" or "{token}" ? $", {instrument.Unit}" : "")}";
                }
            },
        };
        _ = Flapjack.Sdk.Wire.FlapjackDialect.Value;
        listener.Start();

        Rows("## Metrics").ToDictionary(row => row[0], row => row[1]).Should().BeEquivalentTo(found);
    }

    [Fact]
    public void The_log_messages_are_those_of_the_code_with_their_ids_and_levels()
    {
        var ofCode = typeof(FlapjackClient).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .Select(message => $"{message.EventId} {message.Level}").ToArray();

        ofCode.Should().OnlyHaveUniqueItems();
        Rows("## Log messages").Select(row => $"{row[0]} {row[1]}").Should().BeEquivalentTo(ofCode);
    }

    [Fact]
    public void The_outcomes_are_those_of_the_code() =>
        Rows("### Outcomes").Select(row => row[0]).Should().BeEquivalentTo(Enum.GetValues<CallOutcome>().Select(outcome => TelemetryNames.SnakeCase($"{outcome}")));

    private static IEnumerable<string> TextsOf(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        ['H', ..] => "histogram",
        ['U', ..] => "up-down counter",
        _ => "counter",
    };

    /// <summary>The cells of the rows of the first table below a heading, without backticks.</summary>
    private static IReadOnlyList<string[]> Rows(string heading)
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "diagnostics.md"));
        var rows = page[page.IndexOf($"{heading}\n", StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1).TakeWhile(line => line.StartsWith('|'));
        return [.. rows.Select(row => Regex.Split(row.Trim('|', ' '), @"\s*\|\s*").Select(cell => cell.Replace("`", "", StringComparison.Ordinal)).ToArray())];
    }
}
