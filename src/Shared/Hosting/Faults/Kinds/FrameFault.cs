using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Faults.Kinds;

/// <summary>Spoils one frame of an event stream.</summary>
internal sealed class FrameFault : BodyFault
{
    private readonly string _name;
    private readonly int _number;
    private readonly Func<ReadOnlyMemory<byte>, byte[]> _spoil;

    private FrameFault(string name, int number, Func<ReadOnlyMemory<byte>, byte[]> spoil)
    {
        _name = name;
        _number = number;
        _spoil = spoil;
    }

    public static FrameFault Duplicate(int number) => new("DuplicateFrame", number, frame => [.. frame.Span, .. frame.Span]);

    public static FrameFault Garble(int number) => new("GarbleFrame", number, frame =>
    {
        var garbled = frame.ToArray();
        garbled[SseFrames.IndexOfData(garbled)] = (byte)'!';
        return garbled;
    });

    public override string ToString() => $"{_name}({_number})";

    protected override FaultyBody Wrap(Stream network, FaultedRequest request) => new Body(network, request, _number, _spoil);

    private sealed class Body(Stream network, FaultedRequest request, int number, Func<ReadOnlyMemory<byte>, byte[]> spoil) : FaultyBody(network)
    {
        private ReadOnlyMemory<byte> _held;
        private int _frames;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (request.HasFired || !IsEventStream(request.Context.Response))
            {
                await Network.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
                return;
            }

            _held = (byte[])[.. _held.Span, .. buffer.Span];
            while (!request.HasFired && SseFrames.LengthOfFirst(_held.Span) is > 0 and var length)
            {
                var frame = SpoilIfItIsTheOne(_held[..length]);
                _held = _held[length..];
                await Network.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            }

            if (request.HasFired)
            {
                await FinishAsync().ConfigureAwait(false);
            }
        }

        public override async Task FinishAsync()
        {
            await Network.WriteAsync(_held).ConfigureAwait(false);
            _held = default;
        }

        private ReadOnlyMemory<byte> SpoilIfItIsTheOne(ReadOnlyMemory<byte> frame)
        {
            if (SseFrames.IndexOfData(frame.Span) < 0 || ++_frames < number)
            {
                return frame;
            }

            request.Fire();
            return spoil(frame);
        }

        private static bool IsEventStream(HttpResponse response) =>
            response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
    }
}
