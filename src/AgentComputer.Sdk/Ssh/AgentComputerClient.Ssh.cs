using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Issues an SSH certificate, which lets a key log in to a computer for a while.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">The key, and for how long.</param>
    /// <param name="cancellationToken">Ends the call; a certificate may have been issued, but nobody can read it any more.</param>
    /// <returns>The certificate.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/ssh/certificates</c></remarks>
    public virtual Task<SshCertificate> CreateSshCertificateAsync(
        string computerId, CreateSshCertificateRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/v1/computers/{computerId}/ssh/certificates",
            JsonBody.Of(request, SshJson.Default.CreateSshCertificateRequest),
            SshJson.Default.SshCertificate,
            cancellationToken);

    /// <summary>Issues SSH credentials: a new key pair with a certificate, for a while.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">For how long; null for the service's own time.</param>
    /// <param name="cancellationToken">Ends the call; credentials may have been issued, but nobody can read them any more.</param>
    /// <returns>The credentials. They hold a private key.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/ssh-credentials</c></remarks>
    public virtual Task<SshCredentials> CreateSshCredentialsAsync(
        string computerId, CreateSshCredentialsRequest? request = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/v1/computers/{computerId}/ssh-credentials",
            JsonBody.Of(request ?? new(), SshJson.Default.CreateSshCredentialsRequest, nameof(request)),
            SshJson.Default.SshCredentials,
            cancellationToken);
}
