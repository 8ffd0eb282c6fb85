using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Mounts;

public sealed class MountsTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_bucket_is_not_mounted_locally_and_the_mount_says_so_until_it_is_deleted()
    {
        var id = (await real.CreateAsync()).Id;

        var asked = await real.Client.CreateMountAsync(
            id,
            new() { Kind = MountKind.S3, Bucket = "bucket", TargetPath = "/mnt/bucket", AccessKeyId = "key", SecretAccessKey = "secret-of-the-bucket" },
            Limit.Token);
        var act = () => real.DoneAsync(asked.Operation);

        (await act.Should().ThrowAsync<OperationFailedException>()).Which.Message.Should().Contain("mounted locally").And.NotContain("secret-of-the-bucket");
        var mount = (await real.Client.ListMountsAsync(id, Limit.Token)).Should().ContainSingle().Subject;
        (mount.Id, mount.State, mount.Bucket).Should().Be((asked.Mount.Id, MountState.Failed, "bucket"));
        mount.FailureReason.Should().NotBeNullOrEmpty();

        await real.DoneAsync((await real.Client.DeleteMountAsync(id, mount.Id, Limit.Token)).Operation);
        (await real.Client.ListMountsAsync(id, Limit.Token)).Should().BeEmpty();
    }
}
