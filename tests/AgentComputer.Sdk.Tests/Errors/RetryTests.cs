using System.Net;
using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Errors;

public sealed class RetryTests : WireTest
{
    private const string Path = "/v1/computers/c1";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_reading_is_repeated_after_a_transient_failure(int status)
    {
        Wire.Answers(Path, new Answer(status, "{}").With("Retry-After", "0"), Answer.Json("""{"computer":{"id":"c1"}}"""));

        (await Client.GetComputerAsync("c1").Soon()).Computer.Id.Should().Be("c1");

        Wire.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_change_that_may_have_been_made_is_not_repeated(int status)
    {
        Wire.Answers("/v1/computers", new Answer(status, "{}"), new Answer(202, "{}"));
        Wire.Answers(Path, new Answer(status, "{}"), Answer.Json("{}"));

        var create = () => Client.CreateComputerAsync().Soon();
        var rename = () => Client.UpdateComputerAsync("c1", new() { DisplayName = "x" }).Soon();

        (await create.Should().ThrowAsync<AgentComputerApiException>()).Which.Attempts.Should().Be(1);
        (await rename.Should().ThrowAsync<AgentComputerApiException>()).Which.Attempts.Should().Be(1);
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_caller()
    {
        Wire.Answers(Path, new Answer(429, """{"error":{"code":"rate_limited","message":"slow down"}}""").With("Retry-After", "11"));

        var read = () => Client.GetComputerAsync("c1").Soon();

        var refusal = (await read.Should().ThrowAsync<AgentComputerRateLimitedException>().WithMessage("*Try again after 11 s.")).Which;
        (refusal.RetryAfter, refusal.Attempts).Should().Be((TimeSpan.FromSeconds(11), 1));
    }

    [Fact]
    public async Task What_a_repeated_deletion_finds_missing_was_deleted_by_the_first()
    {
        var missing = new Answer(404, """{"error":{"code":"not_found","message":"gone"}}""");
        foreach (var path in new[] { Path, $"{Path}/ports/3000", "/v1/snapshots/n1", $"{Path}/mounts/m1", "/v1/ssh-keys/k1", $"{Path}/shares/links/h1", $"{Path}/access-sessions/s1" })
        {
            Wire.Answers(path, new Answer(502, ""), missing);
        }

        (await Client.DeleteComputerAsync("c1").Soon()).Should().BeEquivalentTo(new { Computer = new { Id = "c1", State = ComputerState.Deleted }, Operation = (Operation?)null });
        (await Client.DeletePublishedPortAsync("c1", 3000).Soon()).Port.Should().BeEquivalentTo(new { ComputerId = "c1", Port = 3000 });
        (await Client.DeleteSnapshotAsync("n1").Soon()).Snapshot.Id.Should().Be("n1");
        (await Client.DeleteMountAsync("c1", "m1").Soon()).Mount.Id.Should().Be("m1");
        await Client.DeleteSshKeyAsync("k1").Soon();
        await Client.DeleteLinkShareAsync("c1", "h1").Soon();
        await Client.DeleteAccessSessionAsync("c1", "s1").Soon();
        Wire.Requests.Should().HaveCount(14);
    }

    [Fact]
    public async Task What_the_first_deletion_finds_missing_is_told()
    {
        Wire.Answers(Path, new Answer(404, """{"error":{"code":"not_found","message":"no computer"}}"""));

        var delete = () => Client.DeleteComputerAsync("c1").Soon();

        (await delete.Should().ThrowAsync<AgentComputerNotFoundException>()).Which.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
