using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.Sdk;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Words;

/// <summary>Says in Flapjack's words what the engine says of a computer.</summary>
internal static class ComputerWords
{
    public static ComputerLifecycleStatus StatusOf(ComputerPhase phase) => new(phase.Word);

    public static ComputerSizeClass SizeClassOf(Size size) => new(Sizes.WordOf(size));

    public static ComputerStatus StatusOf(ComputerReport report) => new()
    {
        Computer = new()
        {
            Id = report.Facts.Id,
            Status = StatusOf(report.Facts.Phase),
            BootstrapRunId = report.Facts.BootstrapRunId,
            LastUsedAt = report.Facts.LastUsedAt,
        },
        Signals = new()
        {
            DevServer = report.ServerPort is { } port ? new() { Port = port, Listening = true } : null,
            Disk = report.DiskUsed is { } used ? new() { Used = used, Total = report.DiskTotal } : null,
            TestsLast = report.LastTests is { } tests ? JsonOf(tests) : null,
        },
    };

    private static JsonElement JsonOf(TestsEnded tests) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["execId"] = tests.ExecId,
        ["command"] = tests.Command,
        ["ok"] = tests.ExitCode == 0,
        ["exitCode"] = tests.ExitCode,
        ["durationMs"] = (long)tests.Duration.TotalMilliseconds,
        ["endedAt"] = tests.EndedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
    });
}
