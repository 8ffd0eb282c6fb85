using System.Globalization;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Faults;

/// <summary>The faults that are armed, and those that have happened.</summary>
internal sealed class FaultPage(FaultPlan? plan)
{
    private const string Path = "/dashboard/faults";

    private static readonly string[] ArmedColumns = ["Fault", "For", "How often still"];
    private static readonly string[] FiredColumns = ["Fault", "Request", "When"];

    /// <summary>How many faults are armed.</summary>
    public int Armed => plan?.Armed.Count ?? 0;

    public void Map(PageRoutes pages) => pages.Get(Path, ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var armed = plan?.Armed.Take(Paging.Size).Select(rule => (Html[])
        [
            $"<code>{rule.Fault.ToString()}</code>",
            $"{rule.On.ToString()}",
            $"""{rule.Left?.ToString(CultureInfo.InvariantCulture) ?? "each time"}""",
        ]).ToList() ?? [];
        var fired = plan?.LatestFired(Paging.Size).Select(fault => (Html[])
        [
            $"<code>{fault.What}</code>",
            $"<code>{fault.Method} {fault.Path}</code>",
            Pieces.Time(fault.At),
        ]).ToList() ?? [];
        return new Page("Faults", Path, $"""
            <h1>Faults</h1>
            <p class="lead">Answers of the API that go wrong because a FaultPlan says so. These pages are spared.</p>
            {Pieces.Section("armed", "Armed", Pieces.Table("Armed faults", ArmedColumns, armed, plan is null ? "The backend has no FaultPlan." : "No fault is armed.", wide: 1))}
            {Pieces.Section("fired", "Happened", Pieces.Table("Faults that happened", FiredColumns, fired, "No fault has happened.", wide: 1))}
            """).WriteAsync(context);
    }
}
