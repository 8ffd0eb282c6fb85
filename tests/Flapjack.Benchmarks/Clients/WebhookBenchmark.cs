using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Clients;

/// <summary>What BenchmarkDotNet runs for row 8. It makes this object, so it must be public.</summary>
public class WebhookBenchmark
{
    private const string Id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

    private static readonly string Secret = "whsec_" + Convert.ToBase64String(new byte[24]);

    private readonly byte[] _body = Encoding.UTF8.GetBytes(new string('x', 1024));
    private readonly byte[] _key = Encoding.UTF8.GetBytes(Secret);
    private readonly byte[] _hash = new byte[HMACSHA256.HashSizeInBytes];
    private readonly string[] _secrets = [Secret];
    private string _signature = "";
    private WebhookHeaders _headers = null!;

    [GlobalSetup]
    public void Setup()
    {
        var now = DateTimeOffset.UtcNow;
        _signature = WebhookSignature.Compute(_body, Secret);
        _headers = new()
        {
            Id = Id,
            Timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            StandardSignature = WebhookSignature.ComputeStandard(_body, Id, now, Secret),
        };
        if (!Verify() || !Standard())
        {
            throw new InvalidOperationException("A webhook that was signed here does not verify.");
        }
    }

    [Benchmark]
    public int Floor() => HMACSHA256.HashData(_key, _body, _hash);

    [Benchmark]
    public bool Verify() => WebhookSignature.Verify(_body, _signature, Secret);

    [Benchmark]
    public bool Standard() => WebhookSignature.Check(_body, _headers, _secrets) == WebhookCheckResult.Valid;
}
