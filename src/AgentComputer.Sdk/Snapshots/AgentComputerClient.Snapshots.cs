using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the snapshots of a computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/snapshots</c></remarks>
    public virtual Task<IReadOnlyList<Snapshot>> ListSnapshotsAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers/{computerId}/snapshots", SnapshotsJson.Default.SnapshotsAnswer, cancellationToken), answer => answer.Snapshots);

    /// <summary>Takes a snapshot of a running computer, which pauses for a moment.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call; the snapshot may have been begun.</param>
    /// <returns>The snapshot, which is not ready yet, and the operation that takes it.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/snapshots</c></remarks>
    public virtual Task<SnapshotChange> CreateSnapshotAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/v1/computers/{computerId}/snapshots", body: null, SnapshotsJson.Default.SnapshotChange, cancellationToken);

    /// <summary>Reads a snapshot.</summary>
    /// <param name="snapshotId">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The snapshot.</returns>
    /// <remarks><c>GET /v1/snapshots/{snapshotId}</c></remarks>
    public virtual Task<Snapshot> GetSnapshotAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/snapshots/{snapshotId}", SnapshotsJson.Default.SnapshotAnswer, cancellationToken), answer => answer.Snapshot);

    /// <summary>Deletes a snapshot.</summary>
    /// <param name="snapshotId">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the call; the snapshot may be on its way out.</param>
    /// <returns>
    /// The snapshot, and the operation that deletes it. If a repeat of the request finds nothing, an earlier one deleted the snapshot: then only its id
    /// is there.
    /// </returns>
    /// <remarks><c>DELETE /v1/snapshots/{snapshotId}</c></remarks>
    public virtual Task<SnapshotChange> DeleteSnapshotAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/v1/snapshots/{snapshotId}", SnapshotsJson.Default.SnapshotChange, () => new() { Snapshot = new() { Id = snapshotId } }, cancellationToken);

    /// <summary>Makes a new computer from a snapshot. The computer that the snapshot was taken of stays as it is.</summary>
    /// <param name="snapshotId">The snapshot's id.</param>
    /// <param name="request">The new computer; null for a name that the service makes, and for the snapshot's size.</param>
    /// <param name="cancellationToken">Ends the call; the computer may have been created.</param>
    /// <returns>The new computer, which is not ready yet, and the operation that makes it.</returns>
    /// <exception cref="AgentComputerConflictException">The handle is taken, or the snapshot is not ready.</exception>
    /// <remarks><c>POST /v1/snapshots/{snapshotId}/restore</c></remarks>
    public virtual Task<ComputerChange> RestoreSnapshotAsync(
        string snapshotId, RestoreSnapshotRequest? request = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/v1/snapshots/{snapshotId}/restore",
            request is null ? null : JsonBody.Of(request, SnapshotsJson.Default.RestoreSnapshotRequest),
            SnapshotsJson.Default.ComputerChange,
            cancellationToken);
}
