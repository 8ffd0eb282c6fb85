using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Status;

public sealed class ComputerStatusTests : WireTest
{
    [Theory]
    [InlineData("sandbox")]
    [InlineData("computer")]
    public async Task Status_is_read_as_the_contract_prints_it_under_both_names(string name)
    {
        var status = await Status($$"""
            {
              "{{name}}": {
                "id": "heyo-abc123",
                "status": "ready",
                "bootstrapRunId": "33333333-3333-4333-8333-333333333333",
                "lastUsedAt": "2026-04-13T18:52:00Z"
              },
              "signals": {
                "devServer": { "port": 3000, "listening": true },
                "disk": { "used": 1288490188, "total": 10737418240 },
                "testsLast": null
              }
            }
            """);

        status.Computer!.Id.Should().Be("heyo-abc123");
        status.Computer.Status.Should().Be(ComputerLifecycleStatus.Ready);
        status.Computer.BootstrapRunId.Should().Be("33333333-3333-4333-8333-333333333333");
        status.Computer.LastUsedAt.Should().Be(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));
        status.Signals.DevServer.Should().BeEquivalentTo(new { Port = 3000, Listening = true });
        status.Signals.Disk.Should().BeEquivalentTo(new { Used = 1_288_490_188L, Total = 10_737_418_240L });
        status.Signals.TestsLast.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"sandbox":{"status":"waking"},"signals":{}}""")]
    [InlineData("""{"computer":{"status":"waking"},"signals":{}}""")]
    [InlineData("""{"computer":{"status":"waking"},"sandbox":{"status":"old"}}""")]
    [InlineData("""{"sandbox":{"status":"old"},"computer":{"status":"waking"}}""")]
    [InlineData("""{"sandbox":{"status":"waking"},"computer":null}""")]
    public async Task Status_is_read_whichever_name_the_service_gives_the_computer(string json)
    {
        var status = await Status(json);

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Waking);
        status.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"computer":null,"signals":null}""")]
    [InlineData("""{"sandbox":null}""")]
    public async Task A_computer_may_be_missing(string json)
    {
        var status = await Status(json);

        status.Computer.Should().BeNull();
        status.Signals.DevServer.Should().BeNull();
        status.Signals.Disk.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"computer":{},"signals":{"devServer":{},"disk":{}}}""")]
    [InlineData("""{"computer":{"id":null,"status":null,"bootstrapRunId":null,"lastUsedAt":null},"signals":{"devServer":{"port":null,"listening":null},"disk":{"used":null,"total":null}}}""")]
    public async Task Every_field_may_be_missing_or_null(string json)
    {
        var status = await Status(json);

        status.Computer!.Should().BeEquivalentTo(new { Id = (string?)null, Status = default(ComputerLifecycleStatus), LastUsedAt = (DateTimeOffset?)null });
        status.Computer!.Status.ToString().Should().Be("unknown");
        status.Signals.DevServer.Should().BeEquivalentTo(new { Port = 0, Listening = false });
        status.Signals.Disk.Should().BeEquivalentTo(new { Used = 0L, Total = 0L });
    }

    [Fact]
    public async Task A_dev_server_that_is_null_is_none()
    {
        var status = await Status("""{"computer":{"status":"ready"},"signals":{"devServer":null,"disk":{"used":1,"total":2}}}""");

        status.Signals.DevServer.Should().BeNull();
        status.Signals.Disk!.Used.Should().Be(1);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("bootstrapping")]
    [InlineData("ready")]
    [InlineData("idle")]
    [InlineData("waking")]
    [InlineData("stopped")]
    [InlineData("destroyed")]
    [InlineData("error")]
    [InlineData("hibernating")]
    [InlineData("")]
    public async Task Any_status_is_kept_as_it_came(string value)
    {
        var status = await Status($$$"""{"computer":{"status":"{{{value}}}"}}""");

        status.Computer!.Status.Value.Should().Be(value);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("""{"phase":"ready"}""")]
    [InlineData("""["ready"]""")]
    public async Task A_status_of_another_shape_is_unknown(string json)
    {
        var status = await Status($$$"""{"computer":{"status":{{{json}}},"id":"heyo"}}""");

        status.Computer!.Status.Value.Should().BeNull();
        status.Computer.Id.Should().Be("heyo");
    }

    [Fact]
    public async Task Unknown_fields_are_kept_wherever_they_stand()
    {
        var status = await Status(
            """{"computer":{"status":"ready","region":"eu"},"signals":{"cpu":0.5,"devServer":{"pid":7},"disk":{"inodes":9},"testsLast":{"passed":3}},"asOf":"now"}""");

        status.AdditionalProperties!["asOf"].GetString().Should().Be("now");
        status.Computer!.AdditionalProperties!["region"].GetString().Should().Be("eu");
        status.Signals.AdditionalProperties!["cpu"].GetDouble().Should().Be(0.5);
        status.Signals.DevServer!.AdditionalProperties!["pid"].GetInt32().Should().Be(7);
        status.Signals.Disk!.AdditionalProperties!["inodes"].GetInt32().Should().Be(9);
        status.Signals.TestsLast!.Value.GetProperty("passed").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task A_status_that_is_written_down_reads_back_the_same()
    {
        var status = await Status("""{"sandbox":{"id":"h","status":"napping"},"signals":{"devServer":{"port":1,"listening":true}},"x":[1]}""");

        var again = JsonSerializer.Deserialize<ComputerStatus>(JsonSerializer.Serialize(status));

        again.Should().BeEquivalentTo(status, options => options.Excluding(s => s.AdditionalProperties));
        again!.AdditionalProperties!["x"].GetRawText().Should().Be("[1]");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ready\"")]
    [InlineData("""{"computer":{"status":"ready"}""")]
    [InlineData("<html>It works!</html>")]
    [InlineData("")]
    public async Task What_is_not_a_status_is_a_protocol_error_that_shows_it(string body)
    {
        var call = () => Status(body);

        var thrown = await call.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("GET /api/agents/a1/computer/status was answered 200*base address*");
        thrown.Which.Raw.Should().Be(body);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_no_status()
    {
        Wire.Answers("/api/agents/a1/computer/status", new Answer(204, "", null));

        var call = () => Client.GetComputerStatusAsync("a1");

        await call.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("*204 with no content*");
    }

    private Task<ComputerStatus> Status(string json)
    {
        Wire.Answers("/api/agents/a1/computer/status", json);
        return Client.GetComputerStatusAsync("a1").Soon();
    }
}
