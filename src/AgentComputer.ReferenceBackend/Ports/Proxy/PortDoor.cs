using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Computers;
using Microsoft.AspNetCore.Http;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>
/// Stands before the gate of the API: it serves what is addressed to a published port, and passes everything else on. A host name below
/// <c>localhost</c> is served only if a computer has it.
/// </summary>
/// <param name="computers">Says whether a computer runs.</param>
/// <param name="rows">The computers.</param>
/// <param name="ports">The published ports.</param>
/// <param name="urls">The addresses of this backend.</param>
/// <param name="pass">Lets callers through to private ports.</param>
/// <param name="forwarder">Sends requests on.</param>
/// <param name="listened">Tells what computers listen on; null to leave that unchecked.</param>
internal sealed class PortDoor(
    ComputerService computers, ComputerRowTable rows, PortTable ports, PublicUrls urls, PortPass pass, PortForwarder forwarder, ListenedPorts? listened)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        PortAddress.Of(context.Request) is { } address && Find(address) is var found && (found is not null || !address.IsByHost)
            ? ServeAsync(context, address, found)
            : next(context);

    /// <summary>Whether the host name of a request belongs to a computer.</summary>
    public bool Has(HttpRequest request) => PortAddress.Of(request) is { IsByHost: true } address && Find(address) is not null;

    private async Task ServeAsync(HttpContext context, PortAddress address, (ComputerRow Computer, PortRow? Port)? found)
    {
        if (await RefusalOfAsync(context, address, found).ConfigureAwait(false) is { } refusal)
        {
            await refusal.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        if (CleanAddress(context.Request, address.Prefix) is { } clean)
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = clean;
            context.Response.Headers.CacheControl = "no-store";
            return;
        }

        if (await forwarder.ForwardAsync(context, found!.Value.Port!, address.Prefix).ConfigureAwait(false) is { } reason)
        {
            await reason.WriteAsync(context).ConfigureAwait(false);
        }
    }

    private async Task<PortRefusal?> RefusalOfAsync(HttpContext context, PortAddress address, (ComputerRow Computer, PortRow? Port)? found)
    {
        if (found is not var (computer, port))
        {
            return NotFound($"There is no computer '{address.Computer}' at this address. The address of a published port is {PublicUrls.PathForm}/<handle of the computer>/<name of the port>/.");
        }

        if (port is not { State: PortRow.Ready })
        {
            return NotFound(address.Name is null
                ? $"The computer '{computer.Handle}' has published no port. Publish a port, and try again."
                : $"The computer '{computer.Handle}' has published no port of the name '{address.Name}', or the port is not ready.");
        }

        if (!pass.Lets(context, port, address.Prefix))
        {
            return new(
                StatusCodes.Status401Unauthorized,
                "unauthorized",
                "This port is private. Create an access session of the kind browser for the computer, and open its access_url, or send its connect_token as 'Authorization: Bearer …'.");
        }

        if (computers.View(computer).State is not ComputerStates.Running and var state)
        {
            return new(StatusCodes.Status503ServiceUnavailable, "computer_not_running", $"The computer '{computer.Handle}' is not running: its state is '{state}'. Start it, and the program that listens on port {port.Port}.");
        }

        return await IsListenedAsync(computers.OfEngine(computer), port.Port).ConfigureAwait(false) ? null : PortForwarder.NothingListens(port);
    }

    // A published port may become the backend's own: the backend starts on any free port.
    private async Task<bool> IsListenedAsync(Computer computer, int port) =>
        !urls.IsOwn(port) && (listened is null || await listened.HasAsync(computer, port).ConfigureAwait(false));

    /// <summary>Where a browser is sent instead: to the address without the token, which would show in its history; and with a slash at the end, so that relative links lead on.</summary>
    // The address names the host, because a path that begins with two slashes would lead to another host.
    private static string? CleanAddress(HttpRequest request, string prefix)
    {
        var isBare = prefix.Length > 0 && request.Path.Value == prefix;
        var showsToken = HttpMethods.IsGet(request.Method) && PortRefusal.WantsPage(request) && PortPass.TokenInQuery(request) is not null;
        return isBare || showsToken ? $"{request.Scheme}://{request.Host}{prefix}{PortTarget.PathOf(request, prefix)}{PortTarget.QueryOf(request)}" : null;
    }

    private (ComputerRow Computer, PortRow? Port)? Find(PortAddress address)
    {
        if (FindComputer(address.Computer) is { } computer && address.Name is { } name)
        {
            return (computer, ports.Find(computer.Id, name));
        }

        return FindComputer(address.WholeLabel ?? address.Computer) is { } whole ? (whole, FirstOf(whole)) : null;
    }

    private PortRow? FirstOf(ComputerRow computer) => ports.List(computer.Id).FirstOrDefault(port => port.State == PortRow.Ready);

    private ComputerRow? FindComputer(string name) => (rows.Find(name) ?? rows.FindByHandle(name)) is { DeletingSince: null } row ? row : null;

    private static PortRefusal NotFound(string message) => new(StatusCodes.Status404NotFound, "not_found", message);
}
