using System.Net;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>The function of a route makes its answer at once, or later. Either way the answer is sent, and never the task that makes it.</summary>
public sealed class RouteAnswerTests
{
    public static TheoryData<string, int> Verbs => new()
    {
        { "GET", 200 },
        { "POST", 202 },
        { "PUT", 202 },
        { "PATCH", 202 },
        { "DELETE", 200 },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_answer_that_an_asynchronous_function_makes_is_sent(string verb, int status)
    {
        await using var server = await BareServer.StartAsync(routes =>
        {
            routes.Get("/x", call => LaterAsync(call, "no body"));
            routes.Post("/x", Name, LaterAsync, StatusCodes.Status202Accepted);
            routes.Put("/x", Name, LaterAsync, StatusCodes.Status202Accepted);
            routes.Patch("/x", Name, LaterAsync, StatusCodes.Status202Accepted);
            routes.Delete("/x", call => LaterAsync(call, "no body"));
        });

        var (answered, body) = await SendAsync(server, verb);

        answered.Should().Be((HttpStatusCode)status);
        body.Should().Be($$"""{"said":"{{(status == 202 ? "hello" : "no body")}}","by":"k1"}""");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_answer_that_a_function_makes_at_once_is_sent(string verb, int status)
    {
        await using var server = await BareServer.StartAsync(routes =>
        {
            routes.Get("/x", call => Now(call, "no body"));
            routes.Post("/x", Name, Now, StatusCodes.Status202Accepted);
            routes.Put("/x", Name, Now, StatusCodes.Status202Accepted);
            routes.Patch("/x", Name, Now, StatusCodes.Status202Accepted);
            routes.Delete("/x", call => Now(call, "no body"));
        });

        var (answered, body) = await SendAsync(server, verb);

        answered.Should().Be((HttpStatusCode)status);
        body.Should().Be($$"""{"said":"{{(status == 202 ? "hello" : "no body")}}","by":"k1"}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_POST_may_have_no_body(bool isLater)
    {
        await using var server = await BareServer.StartAsync(routes =>
        {
            if (isLater)
            {
                routes.Post("/x", call => LaterAsync(call, "made"), StatusCodes.Status201Created);
            }
            else
            {
                routes.Post("/x", call => Now(call, "made"), StatusCodes.Status201Created);
            }
        });

        var (answered, body) = await server.SendAsync("POST");

        answered.Should().Be(HttpStatusCode.Created);
        body.Should().Be("""{"said":"made","by":"k1"}""");
    }

    [Fact]
    public async Task A_deletion_without_an_answer_is_204_when_it_is_done()
    {
        var isDone = false;
        await using var server = await BareServer.StartAsync(routes => routes.Delete("/x", async _ =>
        {
            await Task.Yield();
            isDone = true;
        }));

        var (answered, body) = await server.SendAsync("DELETE");

        answered.Should().Be(HttpStatusCode.NoContent);
        body.Should().BeEmpty();
        isDone.Should().BeTrue();
    }

    [Fact]
    public async Task A_route_whose_answer_would_be_a_task_can_not_be_mapped()
    {
        Action<GatedRoutes<Call>>[] mistakes =
        [
            routes => routes.Get("/x", _ => ValueTask.FromResult(1)),
            routes => routes.Get("/x", _ => Task.CompletedTask),
            routes => routes.Get("/x", _ => Task.FromResult(Task.FromResult(1))),
            routes => routes.Post("/x", _ => Task.CompletedTask),
            routes => routes.Post("/x", Name, (_, _) => Task.CompletedTask),
            routes => routes.Put("/x", Name, (_, _) => ValueTask.CompletedTask),
            routes => routes.Patch("/x", Name, (_, _) => ValueTask.FromResult(1)),
            routes => routes.Delete("/x", _ => ValueTask.FromResult(1)),
        ];

        await using var server = await BareServer.StartAsync(routes =>
        {
            foreach (var mistake in mistakes)
            {
                FluentActions.Invoking(() => mistake(routes)).Should().Throw<InvalidOperationException>().WithMessage("*Task*Return a Task<T> with the answer*");
            }
        });

        (await server.SendAsync("GET")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME");

    private static Answer Now(Call call, string what) => new(what, call.Caller.Id);

    private static async Task<Answer> LaterAsync(Call call, string what)
    {
        await Task.Yield();
        return Now(call, what);
    }

    private static Task<(HttpStatusCode Status, string Body)> SendAsync(BareServer server, string verb) =>
        server.SendAsync(verb, body: verb is "GET" or "DELETE" ? null : """{"name":"hello"}""");

    private sealed record Answer(string Said, string By);
}
