using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Ports;
using AgentComputer.ReferenceBackend.Sessions;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Access;

/// <summary>Makes access sessions, as far as a computer has what they would open.</summary>
internal sealed class SessionService(
    ComputerService computers, SessionTable sessions, PortTable ports, PublicUrls urls, PortUrls portUrls, TimeProvider clock)
{
    /// <summary>The computer that a workspace names.</summary>
    /// <exception cref="Refusal">404: the workspace has no such computer.</exception>
    public ComputerRow Computer(string workspaceId, string id) => computers.Find(workspaceId, id);

    /// <summary>Makes a session, and shows its token, this once.</summary>
    /// <param name="computer">The computer.</param>
    /// <param name="asked">What the session is to be.</param>
    /// <param name="shareId">The share that it is made from; null for none.</param>
    /// <exception cref="Refusal">409: the computer does not run, or has nothing that such a session could open.</exception>
    public JsonObject Create(ComputerRow computer, AskedSession asked, string? shareId = null)
    {
        RefuseUnlessOpen(computer, asked.Kind);
        var (session, token) = sessions.Add(computer.Id, asked.Kind, asked.Lifetime, shareId);
        return SessionJson.Of(session, AddressOf(computer, asked.Kind), token, clock.GetUtcNow());
    }

    /// <exception cref="Refusal">404: the computer has no such session.</exception>
    public JsonObject Show(ComputerRow computer, string id)
    {
        var session = sessions.Find(computer.Id, id);
        return SessionJson.Of(session, AddressOf(computer, session.Kind), token: null, clock.GetUtcNow());
    }

    /// <exception cref="Refusal">404: the computer has no such session.</exception>
    public void Revoke(ComputerRow computer, string id) => sessions.Revoke(computer.Id, id);

    private void RefuseUnlessOpen(ComputerRow computer, string kind)
    {
        switch (kind)
        {
            case SessionKinds.Exec:
                computers.Running(computer);
                return;
            case SessionKinds.Vnc when ports.Find(computer.Id, SessionKinds.VncPort)?.State != PortRow.Ready:
                throw new Refusal(
                    RefusalKind.NotReady,
                    "vnc_not_available",
                    $"VNC is not available locally: a local computer has no screen. Run a program on it that shows one in the browser, and publish its port under the name '{SessionKinds.VncPort}'.");
            case SessionKinds.Ssh:
                throw new Refusal(
                    RefusalKind.NotReady,
                    "ssh_not_available",
                    "SSH is not available locally: this backend has no SSH server. Use an access session of the kind exec, which starts programs and terminals.");
        }

        if (computer.DeletingSince is not null)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The computer '{computer.Id}' is being deleted.");
        }
    }

    private string AddressOf(ComputerRow computer, string kind) => kind switch
    {
        SessionKinds.Exec => urls.Base,
        SessionKinds.Vnc => portUrls.OfPort(computer, SessionKinds.VncPort),
        _ => portUrls.OfComputer(computer),
    };
}
