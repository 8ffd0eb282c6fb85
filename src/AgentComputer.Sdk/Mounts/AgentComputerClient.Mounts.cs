using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the mounts of a computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/mounts</c>. The vendor's own client has the call; its documents do not show it.</remarks>
    public virtual Task<IReadOnlyList<Mount>> ListMountsAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers/{computerId}/mounts", MountsJson.Default.MountsAnswer, cancellationToken), answer => answer.Mounts);

    /// <summary>Mounts storage of the cloud as a folder of a running computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">The storage, with its keys.</param>
    /// <param name="cancellationToken">Ends the call; the storage may have been mounted.</param>
    /// <returns>The mount, and the operation that makes it.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/mounts</c>. The vendor's own client has the call; its documents do not show it.</remarks>
    public virtual Task<MountChange> CreateMountAsync(string computerId, CreateMountRequest request, CancellationToken cancellationToken = default)
    {
        var body = JsonBody.Of(request, MountsJson.Default.CreateMountRequest);
        // An answer may echo the key.
        Http.Settings.Redaction.Learn(request.SecretAccessKey);
        return Http.PostAsync($"/v1/computers/{computerId}/mounts", body, MountsJson.Default.MountChange, cancellationToken);
    }

    /// <summary>Unmounts storage. What is in the storage stays.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="mountId">The mount's id.</param>
    /// <param name="cancellationToken">Ends the call; the storage may be on its way out.</param>
    /// <returns>
    /// The mount, and the operation that removes it. If a repeat of the request finds nothing, an earlier one removed the mount: then only its id is
    /// there.
    /// </returns>
    /// <remarks><c>DELETE /v1/computers/{computerId}/mounts/{mountId}</c>. The vendor's own client has the call; its documents do not show it.</remarks>
    public virtual Task<MountChange> DeleteMountAsync(string computerId, string mountId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/v1/computers/{computerId}/mounts/{mountId}",
            MountsJson.Default.MountChange,
            () => new() { Mount = new() { Id = mountId, ComputerId = computerId } },
            cancellationToken);
}
