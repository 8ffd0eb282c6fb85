using System.Globalization;
using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary>A webhook of usual size is verified without an allocation, by either signature.</summary>
public sealed class WebhookAllocationTests
{
    private const int Times = 1_000;

    private static readonly string[] Secrets = ["whsec_" + Convert.ToBase64String(new byte[24]), "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 24).ToArray())];

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    [InlineData(60_000)]
    public void Neither_signature_takes_memory(int length)
    {
        var body = Encoding.UTF8.GetBytes(new string('x', length));
        var now = DateTimeOffset.UtcNow;
        // The second secret has signed, as during a rotation.
        var signature = WebhookSignature.Compute(body, Secrets[1]);
        var plain = new WebhookHeaders { Signature = signature };
        var standard = new WebhookHeaders
        {
            Id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
            Timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            StandardSignature = "v1a,AAAA " + WebhookSignature.ComputeStandard(body, "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", now, Secrets[1]),
        };

        MemoryOf(() => WebhookSignature.Verify(body, signature, Secrets[1])).Should().Be(0);
        MemoryOf(() => WebhookSignature.Check(body, plain, Secrets) == WebhookCheckResult.Valid).Should().Be(0);
        MemoryOf(() => WebhookSignature.Check(body, standard, Secrets) == WebhookCheckResult.Valid).Should().Be(0);
    }

    // The least of three: what is called for the first time, or compiled anew meanwhile, may take memory.
    private static long MemoryOf(Func<bool> verify)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var valid = 0;
            for (var i = 0; i < Times; i++)
            {
                valid += verify() ? 1 : 0;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            valid.Should().Be(Times);
        }

        return least;
    }
}
