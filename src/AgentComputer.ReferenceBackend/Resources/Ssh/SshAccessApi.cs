using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Access;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Ssh;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Ssh;

/// <summary>
/// Certificates and credentials for SSH, signed by this backend's own authority. This backend has no SSH server, so the answers name no host: a server
/// that you run yourself can trust the authority, whose public key is <c>ssh/ca.pub</c> in the data directory.
/// </summary>
internal sealed class SshAccessApi(ComputerService computers, CertificateAuthority authority, SshKeyTable keys) : IResource
{
    // What the contract requires and this backend does not have is empty, and the port is 0.
    private const string NoHost = "";
    private const int NoPort = 0;

    public void Map(Routes routes)
    {
        var one = routes.AnyKey().For(call => (Call: call, Computer: Existing(computers.Find(call.OrgId, call["computer_id"]))));
        one.Post("/v1/computers/{computer_id}/ssh/certificates", SshAccessBody.Certificate, (asked, body) => CertifyAsync(asked.Call, asked.Computer, body), StatusCodes.Status201Created);
        one.Map(HttpMethods.Post, "/v1/computers/{computer_id}/ssh-credentials", (context, asked) => IssueAsync(context, asked.Computer), RouteFields.OfBody(SessionBody.LifetimeOf, StatusCodes.Status201Created));
    }

    private async Task<JsonObject> CertifyAsync(Call call, ComputerRow computer, AskedCertificate asked)
    {
        var key = keys.Find(call.OrgId, asked.KeyId);
        var certificate = await authority.SignAsync(key.PublicKey, IdentityOf(computer), asked.Lifetime, call.Http.RequestAborted).ConfigureAwait(false);
        keys.Used(key.Id);
        return new()
        {
            ["authorized_key"] = certificate.Line,
            ["ssh_user"] = CertificateAuthority.User,
            ["ssh_host"] = NoHost,
            ["ssh_port"] = NoPort,
            ["expires_at"] = UtcTimeConverter.Text(certificate.ExpiresAt),
        };
    }

    private async Task IssueAsync(HttpContext context, ComputerRow computer)
    {
        var lifetime = SessionBody.LifetimeOf(await BodyReader.ReadOptionalAsync(context).ConfigureAwait(false));
        var (certificate, publicKey, privateKey) = await authority.IssueAsync(IdentityOf(computer), lifetime, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.CacheControl = "no-store";
        await context.WriteJsonAsync(new JsonObject
        {
            ["computer_id"] = computer.Id,
            ["computer_handle"] = computer.Handle,
            ["ssh_user"] = CertificateAuthority.User,
            ["edge_host"] = NoHost,
            ["edge_port"] = NoPort,
            ["sni"] = NoHost,
            ["client_private_key"] = privateKey,
            ["client_public_key"] = publicKey,
            ["client_certificate"] = certificate.Line,
            ["guest_host_public_key"] = "",
            ["expires_at"] = UtcTimeConverter.Text(certificate.ExpiresAt),
        }).ConfigureAwait(false);
    }

    private static ComputerRow Existing(ComputerRow computer) => computer.DeletingSince is null
        ? computer
        : throw new Refusal(RefusalKind.NotReady, "conflict", $"The computer '{computer.Id}' is being deleted.");

    private static string IdentityOf(ComputerRow computer) => $"computer-{computer.Id}";
}
