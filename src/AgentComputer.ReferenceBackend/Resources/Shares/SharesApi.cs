using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Access;
using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>Links to computers, which open them without an API key.</summary>
internal sealed class SharesApi(ShareTable shares, SessionService sessions, ComputerRowTable rows, PublicUrls urls, TimeProvider clock) : IResource
{
    private const string OfComputer = "/v1/computers/{computer_id}/shares";
    private const string OfToken = "/v1/shares/{share_token}";

    public void Map(Routes routes)
    {
        var body = new ShareBody(clock);
        var one = routes.AnyKey().For(call => sessions.Computer(call.OrgId, call["computer_id"]));
        one.Get(OfComputer, List);
        one.Post(OfComputer + "/links", body.Create, Create, StatusCodes.Status201Created);
        routes.AnyKey()
            .For(call => (Computer: sessions.Computer(call.OrgId, call["computer_id"]), Id: call["share_id"]))
            .Delete(OfComputer + "/links/{share_id}", asked => shares.Revoke(asked.Computer.Id, asked.Id));

        // The token in the path is what these callers show instead of a key.
        var open = routes.Anonymous();
        open.Get(OfToken, ShowAsync);
        open.Post(OfToken + "/access-sessions", RedeemAsync, RouteFields.OfBody(ShareBody.Redeem, StatusCodes.Status201Created));
    }

    private JsonObject List(ComputerRow computer) => new()
    {
        ["shares"] = new JsonArray([.. shares.List(computer.Id).Select(share => ToJson(share, token: null))]),
    };

    private JsonObject Create(ComputerRow computer, AskedShare asked)
    {
        var (share, token) = shares.Add(computer.Id, asked);
        return new() { ["share"] = ToJson(share, token) };
    }

    private Task ShowAsync(HttpContext context)
    {
        var (share, computer, token) = Open(context);
        var shown = ToJson(share, token);
        shown.Remove("kind");
        shown["computer_handle"] = computer.Handle;
        shown["computer_display_name"] = computer.DisplayName;
        return context.WriteJsonAsync(new JsonObject { ["share"] = shown });
    }

    private async Task RedeemAsync(HttpContext context)
    {
        var (share, computer, _) = Open(context);
        var asked = ShareBody.Redeem(await BodyReader.ReadOptionalAsync(context).ConfigureAwait(false));
        if (!share.Allows(asked.Kind))
        {
            throw Refusal.Forbidden($"This share does not allow sessions of the kind '{asked.Kind}'.");
        }

        // A session does not outlast the share that it was made from.
        var left = share.ExpiresAt - clock.GetUtcNow();
        var session = sessions.Create(computer, left < asked.Lifetime ? asked with { Lifetime = left.Value } : asked, share.Id);
        shares.Used(share.Id);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.WriteJsonAsync(session).ConfigureAwait(false);
    }

    private (ShareRow Share, ComputerRow Computer, string Token) Open(HttpContext context)
    {
        var token = (string)context.GetRouteValue("share_token")!;
        var share = shares.Open(token);
        return (share, rows.Find(share.ComputerId)!, token);
    }

    private JsonObject ToJson(ShareRow share, string? token) => new()
    {
        ["id"] = share.Id,
        ["computer_id"] = share.ComputerId,
        ["kind"] = "link",
        ["allow_browser"] = share.AllowBrowser,
        ["allow_vnc"] = share.AllowVnc,
        ["share_url"] = token is null ? null : $"{urls.Base}/v1/shares/{token}",
        ["created_at"] = UtcTimeConverter.Text(share.CreatedAt),
        ["expires_at"] = Text(share.ExpiresAt),
        ["last_used_at"] = Text(share.LastUsedAt),
        ["revoked_at"] = Text(share.RevokedAt),
    };

    private static string? Text(DateTimeOffset? time) => time is { } known ? UtcTimeConverter.Text(known) : null;
}
