using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Resources.Capacity;

/// <summary>Reads the body of a check.</summary>
internal static class CapacityBody
{
    public static AskedCapacity Check(BodyReader body) => new(
        ComputerFields.Size(body),
        body.Text("computer_id", ComputerFields.Invalid),
        body.Text("exclude_computer_id", ComputerFields.Invalid));
}
