using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Shared.Hosting.Envelopes;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>The shared server tells a door's envelope what was refused and with which status; only a resource brings codes of its own.</summary>
public sealed class EnvelopeWordsTests
{
    [Theory]
    [InlineData("GET", "/nowhere", null, """{"kind":"Protocol","code":null,"status":404}""")]
    [InlineData("PATCH", "/x", null, """{"kind":"Protocol","code":null,"status":405}""")]
    [InlineData("POST", "/x", "{", """{"kind":"NotJson","code":null,"status":400}""")]
    [InlineData("POST", "/x", "[]", """{"kind":"NotAnObject","code":null,"status":400}""")]
    [InlineData("POST", "/x", "{}", """{"kind":"Invalid","code":"BAD_NAME","status":400}""")]
    [InlineData("GET", "/forbidden", null, """{"kind":"Forbidden","code":null,"status":403}""")]
    [InlineData("GET", "/missing", null, """{"kind":"NotFound","code":null,"status":404}""")]
    [InlineData("GET", "/closed", null, """{"kind":"ShuttingDown","code":null,"status":503}""")]
    [InlineData("GET", "/broken", null, """{"kind":"Failed","code":null,"status":500}""")]
    public async Task The_envelope_is_told_the_kind_and_the_status(string method, string path, string? body, string told)
    {
        await using var server = await BareServer.StartAsync(Map);

        (await server.SendAsync(method, path, body)).Body.Should().Be(told);
    }

    [Fact]
    public async Task A_body_in_another_charset_has_a_kind_of_its_own()
    {
        await using var server = await BareServer.StartAsync(Map);

        var (_, body) = await server.SendAsync("POST", body: "{}", contentType: "application/json; charset=utf-16");

        body.Should().Be("""{"kind":"UnsupportedFormat","code":null,"status":415}""");
    }

    [Theory]
    [InlineData("400 Bad Request", 400)]
    [InlineData("413 Payload Too Large", 413)]
    [InlineData("505 HTTP Version Not Supported", 505)]
    public void The_envelope_of_what_Kestrel_refuses_is_told_the_status(string line, int status)
    {
        Refusal? told = null;
        var toldStatus = 0;
        var output = new EnvelopedOutput(
            System.IO.Pipelines.PipeWriter.Create(Stream.Null),
            (refusal, code) =>
            {
                (told, toldStatus) = (refusal, code);
                return [];
            },
            new KestrelServerLimits());

        output.Enveloped(Encoding.ASCII.GetBytes($"HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Should().NotBeNull();

        told!.Kind.Should().Be(RefusalKind.Protocol);
        told.Code.Should().BeNull();
        toldStatus.Should().Be(status);
    }

    private static void Map(GatedRoutes<Call> routes)
    {
        routes.Post("/x", body => body.RequiredText("name", "BAD_NAME"), (_, name) => name);
        routes.Get("/forbidden", object (_) => throw Refusal.Forbidden("no"));
        routes.Get("/missing", object (_) => throw Refusal.NotFound("no"));
        routes.Get("/closed", object (_) => throw new ObjectDisposedException("the store"));
        routes.Get("/broken", object (_) => throw new InvalidOperationException("it broke"));
    }
}
