using System.Globalization;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the ports of a computer that are published.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/ports</c></remarks>
    public virtual Task<IReadOnlyList<PublishedPort>> ListPublishedPortsAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers/{computerId}/ports", PortsJson.Default.PublishedPortsAnswer, cancellationToken), answer => answer.Ports);

    /// <summary>Publishes a port of a computer on the web, or changes how it is published.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">The port, and who may reach it.</param>
    /// <param name="cancellationToken">Ends the call; the port may have been published.</param>
    /// <returns>The port with its address, and the operation that publishes it.</returns>
    /// <exception cref="ArgumentException">The port is not within 1 to 65535.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/ports</c></remarks>
    public virtual Task<PublishedPortChange> CreatePublishedPortAsync(
        string computerId, CreatePublishedPortRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckPort(request.Port, nameof(request));
        return Http.PostAsync(
            $"/v1/computers/{computerId}/ports",
            JsonBody.Of(request, PortsJson.Default.CreatePublishedPortRequest),
            PortsJson.Default.PublishedPortChange,
            cancellationToken);
    }

    /// <summary>Withdraws a published port.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="port">The number of the port, 1 to 65535.</param>
    /// <param name="cancellationToken">Ends the call; the port may be on its way out.</param>
    /// <returns>
    /// The port, and the operation that withdraws it. If a repeat of the request finds nothing, an earlier one withdrew the port: then only its number
    /// is there.
    /// </returns>
    /// <exception cref="ArgumentException">The port is not within 1 to 65535.</exception>
    /// <remarks><c>DELETE /v1/computers/{computerId}/ports/{port}</c></remarks>
    public virtual Task<PublishedPortChange> DeletePublishedPortAsync(string computerId, int port, CancellationToken cancellationToken = default)
    {
        CheckPort(port, nameof(port));
        return Http.DeleteAsync(
            $"/v1/computers/{computerId}/ports/{port.ToString(CultureInfo.InvariantCulture)}",
            PortsJson.Default.PublishedPortChange,
            () => new() { Port = new() { ComputerId = computerId, Port = port } },
            cancellationToken);
    }

    private static void CheckPort(int port, string parameter)
    {
        if (port is < 1 or > 65535)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The port must be 1 to 65535, not {port}."), parameter);
        }
    }
}
