using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;

namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>The addresses of computers and of the ports that they have published.</summary>
/// <param name="urls">How an address looks.</param>
/// <param name="rows">Tells whether a handle leads to one computer only.</param>
internal sealed class PortUrls(PublicUrls urls, ComputerRowTable rows)
{
    /// <summary>Where the first port that a computer has published is reached.</summary>
    public string OfComputer(ComputerRow computer) => urls.OfComputer(NameOf(computer));

    /// <summary>Where a published port is reached.</summary>
    public string OfPort(ComputerRow computer, string name) => urls.OfPort(NameOf(computer), name);

    // Workspaces may have computers of the same handle. Their addresses have the id instead.
    private string NameOf(ComputerRow computer) => rows.FindByHandle(computer.Handle) is null ? computer.Id : computer.Handle;
}
