using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>Reads what a caller says of a computer that is made of a snapshot.</summary>
internal static class SnapshotBody
{
    public static NewComputer Restore(BodyReader body) =>
        new(ComputerFields.Handle(body), ComputerFields.DisplayName(body), ComputerFields.Preset(body), ComputerFields.AuthorizedKeys(body));
}
