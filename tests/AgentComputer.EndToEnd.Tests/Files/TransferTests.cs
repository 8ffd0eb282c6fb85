using System.Security.Cryptography;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Files;

/// <summary>Files that are longer than one piece of an upload or a download.</summary>
public sealed class TransferTests(RealBackend real) : IClassFixture<RealBackend>
{
    private const int Length = 9_000_001;

    [Fact]
    public async Task A_file_of_several_pieces_comes_back_equal_and_each_piece_is_told()
    {
        var id = (await real.CreateAsync()).Id;
        var bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
        var (up, down, copy) = (new Steps(), new Steps(), new MemoryStream());

        var file = await real.Client.UploadFileAsync(id, "big", new MemoryStream(bytes), verify: true, up, Limit.LongToken);
        var read = await real.Client.DownloadFileAsync(id, "big", copy, down, Limit.LongToken);

        (file.SizeBytes, read).Should().Be((Length, Length));
        SHA256.HashData(copy.ToArray()).Should().Equal(SHA256.HashData(bytes));
        up.Told.Should().BeInAscendingOrder().And.HaveCountGreaterThan(2).And.EndWith(Length);
        down.Told.Should().BeInAscendingOrder().And.HaveCountGreaterThan(2).And.EndWith(Length);
        var hash = await real.Client.ExecAsync(id, new() { Command = ["sha256sum", "big"], Cwd = ComputerWorkspace.Root }, Limit.Token);
        hash.Stdout.Should().StartWith(Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public async Task A_download_of_a_file_that_is_not_there_writes_nothing()
    {
        var id = (await real.CreateAsync()).Id;
        using var copy = new MemoryStream();

        var act = () => real.Client.DownloadFileAsync(id, "missing", copy, cancellationToken: Limit.Token);

        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
        copy.Length.Should().Be(0);
    }

    private sealed class Steps : IProgress<long>
    {
        public List<long> Told { get; } = [];

        public void Report(long value) => Told.Add(value);
    }
}
