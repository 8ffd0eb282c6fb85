using Flapjack.ReferenceBackend.Words;
using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers.Processes;

/// <summary>A fact about control groups: skipped where the machine lets this process make none, or none with the limits that are asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithControlGroupsAttribute : FactAttribute
{
    /// <param name="withLimits">Whether memory and the number of processes must be limited too.</param>
    public FactWithControlGroupsAttribute(bool withLimits = false)
    {
        using var groups = new ControlGroups(GroupPlaces.OfSelf(), ProcessIdentity.OfSelf(new ProcessTable(NullLogger.Instance)), FlapjackNames.Host.Prefix, NullLogger.Instance);
        WithLimits = withLimits;
        Skip = !groups.HoldProcesses ? "This process may make no control groups (cgroup v2)."
            : withLimits && groups.Unenforced.Count > 0 ? string.Join("; ", groups.Unenforced)
            : null;
    }

    public bool WithLimits { get; }
}
