using AgentComputer.ReferenceBackend.Computers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>The files of a computer: one route, whose body names the operation.</summary>
internal sealed class FilesApi(ComputerService computers, TimeProvider clock) : IResource
{
    private readonly FilesService _files = new(computers, clock);

    public void Map(Routes routes) => routes.AnyKey().For(call => computers.Find(call.OrgId, call["computer_id"])).Map(
        HttpMethods.Post,
        "/v1/computers/{computer_id}/files/ops",
        OperateAsync,
        RouteFields.OfBody(FileRequestBody.Read, StatusCodes.Status200OK));

    private async Task OperateAsync(HttpContext context, ComputerRow row)
    {
        // A file may be longer than the bodies of all other routes.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = FileLimits.MaxBodyBytes;
        var asked = FileRequestBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        await context.WriteJsonAsync(await _files.OperateAsync(row, asked, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
