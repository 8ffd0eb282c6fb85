using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Mounts;

public sealed class MountTests : WireTest
{
    private const string All = "/v1/computers/c1/mounts";

    private const string Json = """
        {"id":"m1","computer_id":"c1","kind":"r2","bucket":"b","target_path":"/home/node/mnt","read_only":true,"vfs_cache_mode":"writes","endpoint":"https://e.test","region":"auto",
         "state":"mounting","failure_reason":null,"created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T11:00:00Z","x":1}
        """;

    [Fact]
    public async Task Mounts_are_listed()
    {
        Wire.Answers(All, $$"""{"mounts":[{{Json}},{"id":"m2","read_only":"rarely","kind":"nfs"}]}""");

        var mounts = await Client.ListMountsAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        mounts[0].Should().BeEquivalentTo(new
        {
            Id = "m1",
            ComputerId = "c1",
            Kind = MountKind.R2,
            Bucket = "b",
            TargetPath = "/home/node/mnt",
            ReadOnly = true,
            VfsCacheMode = "writes",
            Endpoint = "https://e.test",
            Region = "auto",
            State = MountState.Mounting,
            FailureReason = (string?)null,
            CreatedAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(2026, 5, 1, 11, 0, 0, TimeSpan.Zero),
        });
        mounts[0].AdditionalProperties.Should().ContainKey("x");
        (mounts[1].ReadOnly, mounts[1].Kind).Should().Be((false, new MountKind("nfs")));
    }

    [Fact]
    public async Task Storage_is_mounted()
    {
        Wire.Answers(All, new Answer(202, $$"""{"mount":{{Json}},"operation":{"id":"o1"},"y":2}"""));

        var change = await Client.CreateMountAsync("c1", Request with { Endpoint = "https://e.test", Region = "auto", ReadOnly = true, VfsCacheMode = "off" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All,
            """{"kind":"s3","target_path":"/home/node/mnt","bucket":"b","access_key_id":"AKIA1234","secret_access_key":"geheim1234","endpoint":"https://e.test","region":"auto","read_only":true,"vfs_cache_mode":"off"}"""));
        (change.Mount.Id, change.Operation!.Id).Should().Be(("m1", "o1"));
        change.AdditionalProperties.Should().ContainKey("y");
    }

    [Fact]
    public async Task What_is_not_said_is_not_sent()
    {
        Wire.Answers(All, new Answer(202, "{}"));

        await Client.CreateMountAsync("c1", Request).Soon();

        Wire.Request.Body.Should().Be("""{"kind":"s3","target_path":"/home/node/mnt","bucket":"b","access_key_id":"AKIA1234","secret_access_key":"geheim1234"}""");
    }

    [Fact]
    public async Task A_mount_is_removed()
    {
        Wire.Answers($"{All}/m1", new Answer(202, $$"""{"mount":{{Json}}}"""));

        var change = await Client.DeleteMountAsync("c1", "m1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("DELETE", $"{All}/m1"));
        (change.Mount.Id, change.Operation).Should().Be(("m1", null));
    }

    [Fact]
    public async Task No_exception_shows_the_key_of_the_storage()
    {
        Wire.Answers(All, new Answer(400, """{"error":{"code":"invalid_request","message":"key geheim1234 is not good"}}"""));

        var mount = () => Client.CreateMountAsync("c1", Request).Soon();

        (await mount.Should().ThrowAsync<AgentComputerValidationException>()).Which.ToString().Should().NotContain("geheim1234").And.Contain("key [key] is not good");
    }

    private static CreateMountRequest Request => new() { Kind = MountKind.S3, TargetPath = "/home/node/mnt", Bucket = "b", AccessKeyId = "AKIA1234", SecretAccessKey = "geheim1234" };
}
