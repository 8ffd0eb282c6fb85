using System.Buffers;
using System.Text;
using Flapjack.ReferenceBackend.Sse;

namespace Flapjack.ReferenceBackend.Tests.Sse;

/// <summary>The frames of a backend without our additions do not depend on the blocks in which a journal is read.</summary>
public sealed class DocumentedFramesTests
{
    private const string Journal =
        "id: e:1\nevent: exec_started\ndata: {\"execId\":\"e\",\"sandboxId\":\"c\"}\n\n"
        + "id: e:2\nevent: stdout\ndata: {\"chunk\":\"a\\n\\nb\",\"chunkBase64\":\"YQ==\"}\n\n"
        + "id: e:3\nevent: output_dropped\ndata: {\"stream\":\"stdout\"}\n\n"
        + "id: e:4\nevent: exit\ndata: {\"ok\":true,\"exitCode\":0,\"durationMs\":1,\"truncated\":false,\"signal\":null}\n\n";

    private const string Documented =
        "event: exec_started\ndata: {\"execId\":\"e\",\"sandboxId\":\"c\"}\n\n"
        + "event: stdout\ndata: {\"chunk\":\"a\\n\\nb\"}\n\n"
        + "event: exit\ndata: {\"ok\":true,\"exitCode\":0,\"durationMs\":1,\"truncated\":false}\n\n";

    [Fact]
    public void Frames_may_be_cut_anywhere()
    {
        var bytes = Encoding.UTF8.GetBytes(Journal);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                Written(bytes[..first], bytes[first..second], bytes[second..]).Should().Be(Documented);
            }
        }
    }

    [Fact]
    public void Frames_may_come_byte_by_byte() => Written([.. Encoding.UTF8.GetBytes(Journal).Select(value => new[] { value })]).Should().Be(Documented);

    [Fact]
    public void A_long_frame_is_not_copied_for_each_of_its_blocks()
    {
        const int BlockSize = 32 * 1024;
        var data = "{\"chunk\":\"" + new string('x', 8 * 1024 * 1024) + "\"}";
        var blocks = Encoding.UTF8.GetBytes($"id: e:1\nevent: stdout\ndata: {data}\n\n").Chunk(BlockSize).ToArray();
        var output = new ArrayBufferWriter<byte>(2 * data.Length);
        var frames = new DocumentedFrames(DocumentedFields.OfComputers(ComputerNaming.Both));
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var block in blocks)
        {
            frames.Write(block, output);
        }

        // Arrays of 64 KiB, 128 KiB and so on up to 16 MiB; a copy for each block would take a gigabyte.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(6 * data.Length);
        output.WrittenCount.Should().Be(data.Length + "event: stdout\ndata: \n\n".Length);
    }

    private static string Written(params byte[][] blocks)
    {
        var output = new ArrayBufferWriter<byte>();
        var frames = new DocumentedFrames(DocumentedFields.OfComputers(ComputerNaming.Both));
        foreach (var block in blocks)
        {
            frames.Write(block, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
