using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the computers that the key may see.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computers</c></remarks>
    public virtual Task<IReadOnlyList<Computer>> ListComputersAsync(CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers", ComputersJson.Default.ComputersAnswer, cancellationToken), answer => answer.Computers);

    /// <summary>Creates a computer. <see cref="WaitUntilRunningAsync"/> waits until it takes commands.</summary>
    /// <param name="request">The computer; null for the default image and size.</param>
    /// <param name="cancellationToken">Ends the call; the computer may have been created.</param>
    /// <returns>The computer, which is not ready yet, and the operation that makes it.</returns>
    /// <exception cref="ArgumentException">The size is half a size: a memory without a disk, or sizes beside a preset.</exception>
    /// <exception cref="AgentComputerConflictException">The handle is taken.</exception>
    /// <remarks><c>POST /v1/computers</c></remarks>
    public virtual Task<ComputerChange> CreateComputerAsync(CreateComputerRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        request = request with { SizePreset = SizeRules.PresetFor(request.SizePreset, request.RequestedMemoryMib, request.RequestedStorageBytes, nameof(request)) };
        return Http.PostAsync(
            $"/v1/computers", JsonBody.Of(request, ComputersJson.Default.CreateComputerRequest), ComputersJson.Default.ComputerChange, cancellationToken);
    }

    /// <summary>Reads a computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The computer, and the operation that changes it now, if there is one.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}</c></remarks>
    public virtual Task<ComputerChange> GetComputerAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/v1/computers/{computerId}", ComputersJson.Default.ComputerChange, cancellationToken);

    /// <summary>Renames a computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">Its new name.</param>
    /// <param name="cancellationToken">Ends the call; the computer may have been renamed.</param>
    /// <returns>The computer as it is now.</returns>
    /// <remarks><c>PATCH /v1/computers/{computerId}</c></remarks>
    public virtual Task<ComputerChange> UpdateComputerAsync(string computerId, UpdateComputerRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/v1/computers/{computerId}",
            JsonBody.Of(request, ComputersJson.Default.UpdateComputerRequest),
            ComputersJson.Default.ComputerChange,
            cancellationToken);

    /// <summary>Deletes a computer with all its files.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call; the computer may be on its way out.</param>
    /// <returns>
    /// The computer, and the operation that deletes it. If a repeat of the request finds nothing, an earlier one deleted the computer: then only the
    /// computer's id and the state <see cref="ComputerState.Deleted"/> are there.
    /// </returns>
    /// <remarks><c>DELETE /v1/computers/{computerId}</c></remarks>
    public virtual Task<ComputerChange> DeleteComputerAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/v1/computers/{computerId}",
            ComputersJson.Default.ComputerChange,
            () => new() { Computer = new() { Id = computerId, State = ComputerState.Deleted } },
            cancellationToken);

    /// <summary>Gives a computer to another workspace.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="targetOrgId">The id of the workspace that gets it.</param>
    /// <param name="cancellationToken">Ends the call; the computer may have been given away.</param>
    /// <returns>The computer, and the operation if there is one.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/actions/transfer</c></remarks>
    public virtual Task<ComputerChange> TransferComputerAsync(string computerId, string targetOrgId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(targetOrgId);
        return Http.PostAsync(
            $"/v1/computers/{computerId}/actions/transfer",
            JsonBody.Of(new() { TargetOrgId = targetOrgId }, ComputersJson.Default.TransferComputerBody, nameof(targetOrgId)),
            ComputersJson.Default.ComputerChange,
            cancellationToken);
    }

    /// <summary>Tells how a computer is reached.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its addresses, and the ports that are published.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/connection</c></remarks>
    public virtual Task<ComputerConnection> GetComputerConnectionAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(
            Http.GetAsync($"/v1/computers/{computerId}/connection", ComputersJson.Default.ComputerConnectionAnswer, cancellationToken),
            answer => answer.Connection with { Ports = answer.Ports });

    /// <summary>Tells what a computer has used.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its use until now.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/usage</c></remarks>
    public virtual Task<ComputerUsage> GetComputerUsageAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers/{computerId}/usage", ComputersJson.Default.ComputerUsageAnswer, cancellationToken), answer => answer.Usage);
}
