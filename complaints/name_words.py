"""Words around and in Indonesian names: titles, usual given names, and words that are no name."""


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


TITLES = words_in(
    """
    h hj dr drs dra ir prof muh moh ny tn bpk bapak ibu pak bu almh alm ust ustadz
    """
)
LINKS = frozenset({"bin", "binti", "al", "van", "de"})
GIVEN_NAMES = words_in(
    """
    abdul abdullah achmad adi aditya adriana agnes agus agustina ahmad aisyah albert alex alfian ali alif alya
    amalia amir andi andika andre andri anggi anggun ani anita anton antonius ardi ari arief arif aris arkan arman
    asep asih asnawi astuti atik aulia ayu aziz azizah bagas bagus bambang baso bayan bayu beni benny besse budi
    budiman budiono butet cahyo candra cecep chandra christina citra dadang daffa dani daniel darma darto darwis
    daud david deden dedi deni denny desak desi desmawati devi dewi dian diana dicky didik dika dimas dina dinda
    dini dita djoko dodi doni dudung dwi dyah eka eko elisabet elly endah endang eni entin erlina erna ernawati
    erni erwin euis eva evi fadli fahmi faisal fani farah farhan farida fatimah fauzan fauzi febri felix ferdi
    ferry fikri firman fitri fitria fransiska fransiskus galih galuh gde gilang gunadi gunawan guntur gusti hadi
    hafiz halimah hamid hamzah handoko hani haris hariyanto hartati hartono haryanto hasan hasanah hendra hendri
    hendro heni henny heri herlina herman hermawan heru hidayat hotma husein ibrahim icha ida iis ikhsan ilham
    imam imron indra intan irawan irfan irma irwan ishak iskandar ismail iwan jajang jamal jefri jessica jihan
    joko jono jumadi junaidi juwita kadek karsono kartika kartini kasman ketut kevin khadijah khairul komang
    kosasih krisna kurnia kurniawan kusnadi kusuma laila lani laras latifah leni lestari lia lilik lilis lina
    linda lisa luh lukas lukman lusi luthfi made mahmud maman maria mariam mariana markus marlina marni marsinah
    martha marthen maryam matius maya melati melki michelle mila mira mohamad mohammad mohammed muhamad muhammad
    muhtar mulyadi mulyani mulyono mursidi musa mustafa nabila nadia nana nanang nani naufal nengah ngatini nia
    nina ningsih nita nova novi novita nur nurdin nurhayati nurjanah nurma nurul nuryani nyoman odang oktavia
    paijo paimin pandu panji parman parti paryono paulus petrus pipit poniman ponirah pradipta prasetyo puji
    purnomo purwanto putu rahayu rahma rahman rahmat raihan rama ramadhan rani ratih ratna rayhan reni reza ridho
    ridwan rika rina rini rio risa riska rita riyanto rizal rizki rizky robert rohman ronald roni rosa rosidah
    rosmaniar rosmini rudi rudy rukmana rukmini rusli sabri sahat saiful salim salma salsa salsabila samsul santi
    santoso sari sarjono sartika selvi septi sigit simon siska siti slamet sofyan sri stefanus steven subagyo
    sudarmi sudarsono sudirman sugeng sugiarto suharti suharto sukardi sukarno sukinem sukirman sukri sulaeman
    sulaiman sulastri sulis sumarni sumarno sumiati sunarti sunarto suparman suparno supri supriyadi surya suryani
    susanti susi sutarno sutrisno suwarno suyatno suyono syafrizal syahrul syaiful syamsul tari taufik teguh teuku
    theresia tigor tini titin togar toni tono tri tukijo tuminah tuti ucok ujang ulfa umar vera vina vivi wagiman
    wagiyem wahyu wahyuni warsito wati wawan wayan widodo widya wijaya winarti wira wisnu wulan yakob yanti yanto
    yati yayan yayuk yeni yenny yoga yohanes yosef yudi yuli yulia yuliana yulianti yulinar yulius yuni yunita
    yunus yusuf yuyun zaenal zahira zahra zainab zainal zulfa zulkifli
    """
)
NO_PERSON = words_in(
    """
    pt cv ud yayasan perkumpulan koperasi toko bank perusahaan firma warga masyarakat keluarga kantor dinas
    kementerian kemenkumham kemenkum kemenham kemenimipas imigrasi lapas rutan bapas kanim kanwil ditjen menteri
    kepala presiden hukum negara undang pemerintah komunitas organisasi tim seluruh semua para segenap rakyat
    bangsa indonesia polri notaris desa rt rw forum serikat panitia lembaga mahasiswa alumni karyawan pegawai
    pensiunan kelompok paguyuban pengurus anggota admin humas penghuni universitas sekolah pondok pesantren masjid
    gereja klinik dusun kecamatan kabupaten provinsi gubernur bupati
    """
)
ORDINARY = words_in(
    """
    saya sy aku gue gw kami kita dia ia mereka anda kamu nya yang yg dan dgn dengan di ke dari dr pada pd untuk
    utk tidak tdk gak ga nggak ngga enggak gk tak bukan belum blm sudah sdh udah udh telah sedang lagi lg masih
    msh akan mau ingin pengen mohon tolong tlg minta harus hrs bisa bs dapat boleh ini itu tsb tersebut sini situ
    apa siapa kenapa mengapa bagaimana gimana kapan mana berapa ada adanya jadi karena krn sebab agar supaya tapi
    tp tetapi namun atau lalu trs terus kemudian juga jg hanya cuma saja aja sama dalam dlm sebagai seperti kayak
    oleh per saat waktu ketika kalau kalo klo jika bila salah beda betul benar bener muncul hilang lain baru lama
    sendiri asal nama orang anak ayah kakak adik adek suami istri teman tetangga mertua paman bibi kakek nenek
    almarhum almarhumah mendiang sodara saudara keponakan cucu ortu orangtua keduanya kandung tiri angkat paspor
    ktp kk akta akte ijazah sertifikat nik sk surat data dokumen berkas rekening kartu depan belakang tengah
    kurang lebih satu dua tiga empat sekian beliau petugas kuasa ahli wali klien bos direktur ketua lengkap
    panggilan ganda gelar kecil marga usaha merek merk pesanan domain file jalan tempat kota kampung kapal produk
    aplikasi akun email instansi barang baik buruk besar kok kan dong deh sih nih tuh lah pun malah padahal
    langsung sampai sampe hingga sejak tanpa antara dulu nanti skrg sekarang kemarin hari tadi besok tgl tanggal
    bulan tahun umur usia alamat tinggal asli wni wna bule turis agama the is my name nang ing ning iku wis ora
    kulo opo punya ambil pakai pake pinjam jual beli ganti ubah hp wa no nomor via lewat telp nomer npwp dll dst
    dkk bayar daftar tulis ketik cetak terima kasih satunya penuh kosong huruf spasi ejaan kata tunggal sepanjang
    sesuai cocok mirip persis kerja asisten tukang guru dosen sopir petani nelayan buruh pedagang ojek jaksa hakim
    polisi dokter perawat bidan penyidik jelek bersih pasaran valid masuk biar sedangkan bersama semoga wassalam
    assalamualaikum demi pribadi perorangan tanah rumah mobil motor nomor laporan terlapor saksi korban pelapor
    pemohon pembeli penjual pemilik penjamin majikan tahanan napi narapidana terdakwa kop kopi hormat salam yth
    kepada lahir katanya
    """
)
