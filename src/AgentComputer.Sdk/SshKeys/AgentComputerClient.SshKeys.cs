using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the SSH keys of the user.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/ssh-keys</c></remarks>
    public virtual Task<IReadOnlyList<SshKey>> ListSshKeysAsync(CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/ssh-keys", SshKeysJson.Default.SshKeysAnswer, cancellationToken), answer => answer.SshKeys);

    /// <summary>Adds an SSH key: its public half.</summary>
    /// <param name="request">The key.</param>
    /// <param name="cancellationToken">Ends the call; the key may have been added.</param>
    /// <returns>The key as it was added.</returns>
    /// <exception cref="AgentComputerConflictException">The key is there already.</exception>
    /// <remarks><c>POST /v1/ssh-keys</c></remarks>
    public virtual Task<SshKey> CreateSshKeyAsync(CreateSshKeyRequest request, CancellationToken cancellationToken = default) =>
        Only(
            Http.PostAsync($"/v1/ssh-keys", JsonBody.Of(request, SshKeysJson.Default.CreateSshKeyRequest), SshKeysJson.Default.SshKeyAnswer, cancellationToken),
            answer => answer.SshKey);

    /// <summary>Deletes an SSH key.</summary>
    /// <param name="sshKeyId">The key's id.</param>
    /// <param name="cancellationToken">Ends the call; the key may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /v1/ssh-keys/{sshKeyId}</c></remarks>
    public virtual Task DeleteSshKeyAsync(string sshKeyId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/v1/ssh-keys/{sshKeyId}", cancellationToken);
}
