using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Resources.Computers;

/// <summary>Reads and checks the bodies of computers.</summary>
internal static class ComputerBody
{
    private const string Invalid = "invalid_request";
    private const int MaxName = 200;

    public static NewComputer Create(BodyReader body) => new(
        body.Text("handle", Invalid),
        body.Text("display_name", Invalid, MaxName));
}
