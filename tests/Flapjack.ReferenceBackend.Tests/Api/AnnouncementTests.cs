using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Api;

public sealed class AnnouncementTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private const string All = "idempotent-exec, resume, detach, stop, exact-output, idempotent-messages, resume-messages";

    public static TheoryData<string, string, string?, int> Answers => new()
    {
        { "POST", "/api/agents/from-template", """{"template":"blank"}""", 201 },
        { "GET", "/api/agents/{0}/computer/status", null, 200 },
        { "POST", "/api/agents/{0}/computer/exec", """{"command":"true"}""", 200 },
        { "GET", "/api/agents/{0}/computer/bootstrap/stream", null, 200 },
        { "DELETE", "/api/agents/{0}/computer/exec?key=unused", null, 200 },
        { "POST", "/api/agents/{0}/computer/exec", "{}", 400 },
        { "POST", "/api/agents/from-template", "no JSON", 400 },
        { "DELETE", "/api/agents/{0}/computer/exec/exec_unknown", null, 404 },
        { "GET", "/api/agents/unknown/computer/status", null, 404 },
        { "GET", "/api/no/such/route", null, 404 },
        { "PATCH", "/api/agents/{0}/computer/exec", null, 405 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_announces_the_additions(string method, string path, string? body, int status)
    {
        var answer = await TestBackend.SendAsync(computer.Server.Client, new(method), PathOf(path), body);

        answer.Status.Should().Be(status, answer.Body);
        answer.Headers.GetValues("Flapjack-Extensions").Should().Equal(All);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("sandbox:other", 403)]
    public async Task Those_who_may_do_nothing_are_told_too(string? scope, int status)
    {
        var client = scope is null ? computer.Server.Anonymous : computer.Server.ClientOf(computer.Server.Backend.CreateApiKey(computer.Server.Backend.OrgId, scope));

        var answer = await TestBackend.SendAsync(client, HttpMethod.Get, PathOf("/api/agents/{0}/computer/status"));

        answer.Status.Should().Be(status);
        answer.Headers.GetValues("Flapjack-Extensions").Should().Equal(All);
    }

    [Fact]
    public async Task A_conflict_and_what_is_gone_announce_them()
    {
        var key = ReadyComputer.NewKey();
        await computer.RunAsync("true", ReadyComputer.Key(key));
        var barred = ReadyComputer.NewKey();
        await computer.StopKeyAsync(barred);

        var conflict = await computer.PostAsync(ReadyComputer.Body("false"), ReadyComputer.Key(key));
        var gone = await computer.PostAsync(ReadyComputer.Body("true"), ReadyComputer.Key(barred));

        (conflict.Status, gone.Status).Should().Be((422, 410));
        conflict.Headers.GetValues("Flapjack-Extensions").Should().Equal(All);
        gone.Headers.GetValues("Flapjack-Extensions").Should().Equal(All);
    }

    [Fact]
    public async Task A_stream_announces_them_before_its_command_has_ended()
    {
        using var stream = await computer.ExecAsync("sleep 1000");

        stream.Response.Headers.GetValues("Flapjack-Extensions").Should().Equal(All);
        stream.Response.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
    }

    private string PathOf(string path) => path.Replace("{0}", computer.Agent, StringComparison.Ordinal);
}
